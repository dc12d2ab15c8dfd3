package org.polarbeam.report.chart;

import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A picture of rows, drawn twice: here, for readers without scripts and for paper, and by Vega-Lite
 * in the reader's browser, where it answers to the pointer and to the choice of models.
 */
public interface Chart {
  /** What is drawn. */
  DataRows data();

  /**
   * The picture as an SVG element.
   *
   * @param says what it shows, for those who cannot see it
   */
  String svg(String says);

  /**
   * The picture as a Vega-Lite specification, whose data set {@code rows} is the CSV of {@link
   * #data}. The width of the drawing area is the page's affair: each {@code "width": "fit"} is
   * replaced there, by no less than {@code usermeta.least}.
   */
  ObjectNode vegaLite();
}
