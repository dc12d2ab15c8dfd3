package org.polarbeam.report;

import static org.polarbeam.report.chart.Html.escape;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import org.polarbeam.files.CsvTable;
import org.polarbeam.report.chart.DataRows;
import org.polarbeam.report.chart.Picture;
import org.polarbeam.report.chart.Svg;

/**
 * The body of the report in the making. All that it is given is text: nothing of it can become an
 * element, an attribute or a script.
 */
final class Page {
  /** The columns that are words, aligned left. */
  private static final List<String> WORDS =
      List.of(
          "model",
          "family",
          "language",
          "regression",
          "term",
          "figure",
          "value",
          "level",
          "group",
          "metric",
          "judge",
          "judges",
          "statistic",
          "canary",
          "persona",
          "topic",
          "question",
          "pro",
          "con",
          "benchmark",
          "stage",
          "reason",
          "what",
          "with",
          "kind",
          "run",
          "option",
          "column",
          "who",
          "before",
          "now",
          "effect",
          "country",
          "other");

  /** Above this many rows a figure's table would only slow the page down; its CSV has them. */
  private static final int TABLE_ROWS = 1500;

  private final boolean simulated;
  private final StringBuilder html = new StringBuilder();
  private final Map<String, String> contents = new LinkedHashMap<>();

  /**
   * Begins a page.
   *
   * @param simulated whether what leaves the page, as data or picture, must be marked
   */
  Page(boolean simulated) {
    this.simulated = simulated;
  }

  void heading(String id, String text) {
    contents.put(id, text);
    html.append("<h2 id=\"").append(escape(id)).append("\">").append(escape(text));
    html.append("</h2>\n");
  }

  void subheading(String text) {
    html.append("<h3>").append(escape(text)).append("</h3>\n");
  }

  void paragraph(String text) {
    html.append("<p>").append(escape(text)).append("</p>\n");
  }

  void note(String text) {
    html.append("<p class=\"note\">").append(escape(text)).append("</p>\n");
  }

  /** A note that must not be missed. */
  void warning(String text) {
    html.append("<p class=\"mark-simulated\" role=\"note\">").append(escape(text)).append("</p>\n");
  }

  void list(List<String> items) {
    html.append("<ul>\n");
    items.forEach(text -> html.append("<li>").append(escape(text)).append("</li>\n"));
    html.append("</ul>\n");
  }

  /** A figure with its data, its table and what the scripts need; nothing when it has no rows. */
  void figure(Picture picture) {
    figure(picture, simulated);
  }

  /** As {@link #figure(Picture)}, of data that are simulated or not. */
  void figure(Picture picture, boolean isSimulated) {
    DataRows data = picture.chart().data();
    if (data.isEmpty()) {
      return;
    }
    String id = escape(picture.id());
    String title = escape(picture.title());
    html.append("<figure id=\"").append(id).append(isSimulated ? "\" data-simulated" : "\"");
    html.append(">\n<figcaption><strong>").append(title);
    html.append("</strong> ").append(escape(picture.caption())).append("</figcaption>\n");
    String svg = picture.chart().svg(picture.says());
    html.append("<div class=\"drawing wide waiting\" style=\"--tall: ").append(Svg.heightOf(svg));
    html.append("\" tabindex=\"0\" role=\"group\" aria-label=\"");
    html.append(title).append("\">\n").append(svg);
    html.append("</div>\n<p class=\"tools\"><a class=\"data\" download=\"").append(id);
    html.append(".csv\" href=\"")
        .append(escape(address((isSimulated ? data.marked() : data).csv())))
        .append("\">Data (CSV)</a>");
    for (String kind : List.of("svg", "png")) {
      html.append(" <button type=\"button\" hidden data-export=\"").append(kind);
      html.append("\" aria-label=\"").append(kind.toUpperCase(Locale.ROOT)).append(" of: ");
      html.append(title).append("\">").append(kind.toUpperCase(Locale.ROOT)).append("</button>");
    }
    html.append("</p>\n");
    if (data.rows().size() <= TABLE_ROWS) {
      html.append("<details><summary>The numbers</summary>\n");
      table(data, picture.title());
      html.append("</details>\n");
    }
    spec(picture.chart().vegaLite());
    html.append("</figure>\n");
  }

  /** The specification, as data: a browser never runs it, and no text in it can end it. */
  private void spec(ObjectNode spec) {
    html.append("<script type=\"application/json\">")
        .append(spec.toString().replace("<", "\\u003c"))
        .append("</script>\n");
  }

  /** The text as an address that holds it. */
  static String address(String csv) {
    StringBuilder address = new StringBuilder("data:text/csv;charset=utf-8,");
    for (byte b : csv.getBytes(StandardCharsets.UTF_8)) {
      char c = (char) (b & 0xff);
      if (c < 128 && (Character.isLetterOrDigit(c) || ",.-_:()".indexOf(c) >= 0)) {
        address.append(c);
      } else {
        address.append('%').append(String.format(Locale.ROOT, "%02X", (int) c));
      }
    }
    return address.toString();
  }

  void table(DataRows data, String says) {
    open(data.columns(), says);
    data.rows().forEach(cells -> row(data.columns(), cells, false));
    close();
  }

  /** As {@link #table}, with long cells broken into lines. */
  void wrapped(DataRows data, String says) {
    html.append("<div class=\"wrapped\">\n");
    table(data, says);
    html.append("</div>\n");
  }

  /** The rows wanted of a table, some of them marked. */
  void table(
      CsvTable table,
      String says,
      Predicate<CsvTable.Row> wanted,
      Predicate<CsvTable.Row> flagged) {
    List<String> columns = table.columns();
    open(columns, says);
    for (CsvTable.Row row : table.rows()) {
      if (wanted.test(row)) {
        List<String> cells = new ArrayList<>();
        columns.forEach(column -> cells.add(row.optional(column)));
        row(columns, cells, flagged.test(row));
      }
    }
    close();
  }

  private void open(List<String> columns, String says) {
    html.append("<div class=\"wide\" tabindex=\"0\" role=\"group\" aria-label=\"")
        .append(escape(says))
        .append(", as a table\"><table>\n<thead><tr>");
    for (String column : columns) {
      html.append(WORDS.contains(column) ? "<th class=\"text\"" : "<th")
          .append(" scope=\"col\">")
          .append(escape(column.replace('_', ' ')))
          .append("</th>");
    }
    html.append("</tr></thead>\n<tbody>\n");
  }

  private void row(List<String> columns, List<String> cells, boolean flagged) {
    html.append(flagged ? "<tr class=\"flag\">" : "<tr>");
    for (int i = 0; i < cells.size(); i++) {
      html.append(WORDS.contains(columns.get(i)) ? "<td class=\"text\">" : "<td>")
          .append(escape(shown(cells.get(i))))
          .append("</td>");
    }
    html.append("</tr>\n");
  }

  private void close() {
    html.append("</tbody>\n</table></div>\n");
  }

  /** A number with the digits a reader wants; the file has them all. */
  private static String shown(String cell) {
    if (cell.matches("-?\\d+\\.\\d{5,}(E-?\\d+)?|-?\\d\\.\\d+E-?\\d+")) {
      double v = Double.parseDouble(cell);
      return String.format(Locale.ROOT, v != 0 && Math.abs(v) < 1e-3 ? "%.2e" : "%.4f", v);
    }
    return cell;
  }

  /** Begins a part that is shut until a reader opens it. */
  void fold(String summary) {
    html.append("<details><summary>").append(escape(summary)).append("</summary>\n");
  }

  void unfold() {
    html.append("</details>\n");
  }

  /** A text as it stands, with its line breaks. */
  void verbatim(String text) {
    html.append("<pre tabindex=\"0\" dir=\"auto\">").append(escape(text)).append("</pre>\n");
  }

  /** What the choices on the page are. */
  void choices(Map<String, List<String>> choices) {
    html.append("<form id=\"choose\" hidden aria-label=\"Choose what the figures show\">\n");
    choices.forEach(
        (column, values) -> {
          if (values.size() > 1) {
            html.append("<fieldset data-column=\"").append(escape(column)).append("\"><legend>");
            html.append(escape(column.substring(0, 1).toUpperCase(Locale.ROOT)))
                .append(escape(column.substring(1)))
                .append("s</legend>\n");
            for (String value : values) {
              html.append("<label><input type=\"checkbox\" checked value=\"")
                  .append(escape(value))
                  .append("\"> ")
                  .append(escape(value))
                  .append("</label>\n");
            }
            html.append("<button type=\"button\" data-all=\"true\">all</button>")
                .append(" <button type=\"button\" data-all=\"\">none</button></fieldset>\n");
          }
        });
    html.append("<p id=\"chosen\" role=\"status\"></p>\n</form>\n");
  }

  /** Links to the headings so far. */
  String contents() {
    StringBuilder nav = new StringBuilder("<nav aria-label=\"Contents\"><ul>\n");
    contents.forEach(
        (id, text) ->
            nav.append("<li><a href=\"#")
                .append(escape(id))
                .append("\">")
                .append(escape(text))
                .append("</a></li>\n"));
    return nav.append("</ul></nav>\n").toString();
  }

  @Override
  public String toString() {
    return html.toString();
  }
}
