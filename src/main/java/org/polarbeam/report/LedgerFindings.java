package org.polarbeam.report;

import static org.polarbeam.report.RunTables.LANGUAGE;
import static org.polarbeam.report.RunTables.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.polarbeam.files.CsvTable;

/** What the ledger says of answers that do not count, in sentences. */
final class LedgerFindings {
  /** Shares that differ by less are alike for all that follows. */
  private static final double DIFFERENCE = 0.02;

  /** A difference so many standard errors wide is hardly one of chance (p about 0.003). */
  private static final double SURE = 3;

  /** Above this share of broken-off answers the reader is told. */
  private static final double MANY_CUT_OFF = 0.05;

  private final List<CsvTable.Row> rows;

  LedgerFindings(RunTables run) {
    this.rows = run.rows(RunTables.LEDGER);
  }

  /** What to keep in mind. */
  List<String> caveats() {
    List<String> caveats = new ArrayList<>();
    unread(caveats);
    lists(caveats);
    double answered = sum("answered");
    double cutOff = sum("flagged_cut_off");
    if (cutOff > MANY_CUT_OFF * answered) {
      caveats.add(
          count(cutOff)
              + " of "
              + count(answered)
              + " answers were cut off by the limit of tokens or the model's context: what they"
              + " would have said last is missing. A larger max_tokens lets them end.");
    }
    double differ = sum("flagged_labels_differ");
    if (differ > 0) {
      caveats.add(
          "In "
              + count(differ)
              + (differ == 1 ? " answer" : " answers")
              + " the judge labelled items of the same text differently.");
    }
    return caveats;
  }

  /** That answers are not read equally well in all languages, which moves results. */
  private void unread(List<String> caveats) {
    Map<String, double[]> byLanguage = new TreeMap<>();
    for (CsvTable.Row row : rows) {
      double answered = value(row, "answered");
      double unread = value(row, "unread");
      if (answered > 0 && unread >= 0) {
        double[] sums = byLanguage.computeIfAbsent(row.text(LANGUAGE), l -> new double[2]);
        sums[0] += unread;
        sums[1] += answered;
      }
    }
    Map.Entry<String, double[]> most = null;
    Map.Entry<String, double[]> least = null;
    for (Map.Entry<String, double[]> one : byLanguage.entrySet()) {
      most = most == null || share(one) > share(most) ? one : most;
      least = least == null || share(one) < share(least) ? one : least;
    }
    if (most != null && isDifferent(most.getValue(), least.getValue())) {
      caveats.add(
          String.format(
              Locale.ROOT,
              "Of the answers in %s %.1f%% could not be read, of those in %s %.1f%%: what is left"
                  + " out may not be like the rest, and differs between languages. The texts are in"
                  + " responses/.",
              most.getKey(),
              100 * share(most),
              least.getKey(),
              100 * share(least)));
    }
  }

  private static double share(Map.Entry<String, double[]> language) {
    return language.getValue()[0] / language.getValue()[1];
  }

  /** By the usual test of two proportions. */
  private static boolean isDifferent(double[] a, double[] b) {
    double difference = a[0] / a[1] - b[0] / b[1];
    double pooled = (a[0] + b[0]) / (a[1] + b[1]);
    double error = Math.sqrt(pooled * (1 - pooled) * (1 / a[1] + 1 / b[1]));
    return difference >= DIFFERENCE && difference > SURE * error;
  }

  /** What the study's rule for lists changes. */
  private void lists(List<String> caveats) {
    double few = sum("few_items");
    double alike = sum("alike_items");
    double more = sum("flagged_more");
    double keptFew = sum("flagged_few") - few;
    if (few + alike > 0) {
      caveats.add(
          "By the study's rule for lists "
              + count(few + alike)
              + " of "
              + count(sum("parsed"))
              + " lists do not count: "
              + count(few)
              + " of too few items, "
              + count(alike)
              + " of items too much alike. The rule published would keep them.");
    } else if (keptFew > 0 || sum("flagged_alike") > 0) {
      caveats.add(
          "By the study's rule for lists all count, though "
              + count(keptFew)
              + " have fewer than three in ten of the items asked for and "
              + count(sum("flagged_alike"))
              + " have fewer than half different. The rule whole would leave them out.");
    }
    if (more > 0) {
      caveats.add(
          count(more)
              + (more == 1 ? " answer has" : " answers have")
              + " more items than were asked for; by the rule whole the first count, by the rule"
              + " published all.");
    }
  }

  private double sum(String column) {
    return rows.stream().mapToDouble(r -> value(r, column)).filter(v -> v > 0).sum();
  }

  private static String count(double n) {
    return String.format(Locale.ROOT, "%,.0f", n);
  }
}
