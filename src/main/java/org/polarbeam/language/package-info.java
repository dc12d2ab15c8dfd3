/** Languages: tags as people write them, which are the same, and which one a text is in. */
package org.polarbeam.language;
