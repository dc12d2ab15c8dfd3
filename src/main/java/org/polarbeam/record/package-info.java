/**
 * What crosses stages: the records that files hold one a line, the rows of tables, and {@link
 * org.polarbeam.record.Tables}, where every table is declared. Only values: how they are made is
 * told in the rooms that make them.
 */
package org.polarbeam.record;
