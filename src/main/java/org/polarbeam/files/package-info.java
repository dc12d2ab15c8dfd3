/**
 * The file contract: tables and JSON lines, how they are declared, written, described and read,
 * with errors that name file, line and column.
 */
package org.polarbeam.files;
