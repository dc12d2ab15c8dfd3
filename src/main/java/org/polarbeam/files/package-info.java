/** Reading and writing tables and JSON lines, with errors that name file, line and column. */
package org.polarbeam.files;
