package org.polarbeam.report.chart;

import java.util.List;
import java.util.Locale;

/**
 * A figure of the report.
 *
 * @param id its name in addresses and in the names of files made from it
 * @param title what it shows
 * @param caption how to read it
 * @param chart the drawing
 */
public record Picture(String id, String title, String caption, Chart chart) {

  /** What the figure shows in words, for those who cannot see it. */
  public String says() {
    DataRows data = chart.data();
    String many = title + ". " + data.rows().size() + " values";
    if (!(chart instanceof IntervalChart intervals)) {
      return many + "; the numbers are in the table below.";
    }
    List<String> least = null;
    List<String> greatest = null;
    for (List<String> row : data.rows()) {
      double value = data.number(row, IntervalChart.ESTIMATE);
      if (Double.isFinite(value)) {
        least = least == null || value < estimate(least) ? row : least;
        greatest = greatest == null || value > estimate(greatest) ? row : greatest;
      }
    }
    return least == null
        ? many + "."
        : many
            + ", from "
            + named(intervals, least)
            + " to "
            + named(intervals, greatest)
            + "; all are in the table below.";
  }

  private double estimate(List<String> row) {
    return chart.data().number(row, IntervalChart.ESTIMATE);
  }

  private String named(IntervalChart intervals, List<String> row) {
    DataRows data = chart.data();
    StringBuilder name = new StringBuilder();
    for (String column : List.of(intervals.panel(), intervals.label(), intervals.series())) {
      String text = column.isEmpty() ? "" : data.text(row, column);
      if (!text.isEmpty()) {
        name.append(name.isEmpty() ? "" : ", ").append(text);
      }
    }
    return String.format(Locale.ROOT, "%.2f (%s)", estimate(row), name);
  }
}
