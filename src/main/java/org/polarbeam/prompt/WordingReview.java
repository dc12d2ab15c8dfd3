package org.polarbeam.prompt;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Table;
import org.polarbeam.files.YesNo;
import org.polarbeam.language.LanguageIdentifier;
import org.polarbeam.study.Study;
import org.polarbeam.study.Wording;

/** The sheet on which people check wordings: out as CSV, and back filled in. */
public final class WordingReview {
  private static final String VERIFIED = "verified";
  private static final String CORRECTION = "correction";
  private static final String YES = "yes";

  /** A wording with what helps to check it. */
  public record Row(Wording wording, String english, String lookAt) {}

  /** The sheet; people fill in its last two columns. */
  public static final Table<Row> TABLE =
      Table.of(Row.class, "review", "the sheet on which people check wordings")
          .text("kind", "template, variation or persona", r -> r.wording().kind())
          .text("id", "the same in every language", r -> r.wording().id())
          .text("topic", "the topic's key; blank for none", r -> r.wording().topic())
          .text("language", "of the text", r -> r.wording().language())
          .text("english", "the English wording", Row::english)
          .text("text", "the wording to check", r -> r.wording().text())
          .text("back_translation", "the text in English again", r -> r.wording().backTranslation())
          .number(
              "similarity", "share", "chrF of that with the English", r -> similarity(r.wording()))
          .text("look_at", "what to look at first", Row::lookAt)
          .text(VERIFIED, "yes where a person has checked it", r -> verified(r.wording()))
          .text(CORRECTION, "a better text", r -> null)
          .by("kind", "id", "language");

  private WordingReview() {}

  /**
   * The rows of a sheet, the header first: every wording of some languages, those of least
   * similarity first within each.
   */
  public static List<List<String>> sheet(Study study, Collection<String> languages) {
    LanguageIdentifier identifier = LanguageIdentifier.open();
    Map<String, String> english = new HashMap<>();
    study.wordings().stream()
        .filter(w -> w.language().equals(study.source()))
        .forEach(w -> english.put(w.kind() + w.id(), w.text()));
    List<List<String>> rows = new ArrayList<>();
    rows.add(TABLE.header());
    study.wordings().stream()
        .filter(w -> languages.contains(w.language()))
        .sorted(
            Comparator.comparing(Wording::language)
                .thenComparing(w -> w.similarity() == null ? 1 : w.similarity())
                .thenComparing(Wording::kind)
                .thenComparing(Wording::id))
        .forEach(w -> rows.add(row(w, english.get(w.kind() + w.id()), identifier)));
    return rows;
  }

  private static List<String> row(Wording w, String source, LanguageIdentifier identifier) {
    String doubts = String.join(" ", TranslationInstruction.doubts(w, source, identifier));
    return TABLE.cells(new Row(w, source, doubts));
  }

  private static String similarity(Wording w) {
    return w.similarity() == null ? "" : String.format(Locale.ROOT, "%.3f", w.similarity());
  }

  private static String verified(Wording w) {
    return w.verified() ? YES : "";
  }

  /**
   * Reads a sheet that people have filled in.
   *
   * @param study that the sheet was made of
   * @return the wordings that they verified or corrected; a corrected one counts as verified and as
   *     a person's
   * @throws InputException where the study has no such wording, or another text than was checked
   */
  public static List<Wording> read(CsvTable sheet, Study study) {
    sheet.require(TABLE, "text", VERIFIED, CORRECTION);
    Map<String, Wording> known = new HashMap<>();
    study.wordings().forEach(w -> known.put(w.kind() + "\0" + w.id() + "\0" + w.language(), w));
    List<Wording> checked = new ArrayList<>();
    Set<List<String>> seen = new HashSet<>();
    for (CsvTable.Row row : sheet.rows()) {
      String correction = row.optional(CORRECTION);
      boolean verified = isYes(row);
      if (!verified && correction.isEmpty()) {
        continue;
      }
      row.requireNew(seen, "kind", "id", "language");
      Wording w = known.get(row.text("kind") + "\0" + row.text("id") + "\0" + row.text("language"));
      if (w == null) {
        throw row.bad(
            "id",
            "the study has no " + row.text("kind") + " " + row.text("id") + " in that language",
            "Give the study.yaml that lies beside the sheet by --study");
      }
      if (!w.text().equals(row.text("text"))) {
        throw row.bad(
            "text",
            "the study has another text by now, so this one's check does not hold for it",
            "Check the new text, or write the better one under correction");
      }
      if (!correction.isEmpty() && !Wording.places(correction).equals(Wording.places(w.text()))) {
        throw row.bad(
            CORRECTION,
            "it has not the same {topic} and {persona} as the text",
            "Write them where they belong, in curly brackets");
      }
      checked.add(
          new Wording(
              w.kind(),
              w.id(),
              w.topic(),
              w.language(),
              correction.isEmpty() ? w.text() : correction,
              correction.isEmpty() ? w.origin() : Wording.PERSON,
              true,
              correction.isEmpty() ? w.backTranslation() : "",
              correction.isEmpty() ? w.similarity() : null,
              w.of()));
    }
    return checked;
  }

  /** Whether a person has written a better text. */
  public static boolean isCorrected(CsvTable.Row row) {
    return !row.optional(CORRECTION).isEmpty();
  }

  private static boolean isYes(CsvTable.Row row) {
    Boolean verified = YesNo.of(row.optional(VERIFIED));
    if (verified == null) {
      throw row.bad(
          VERIFIED, "'" + row.optional(VERIFIED) + "' is neither yes nor no", "Write yes or no");
    }
    return verified;
  }

  /** Whether people have written into a sheet what the study does not know yet. */
  public static boolean isFilledIn(CsvTable sheet, Study study) {
    Set<String> verified =
        study.wordings().stream()
            .filter(Wording::verified)
            .map(w -> String.join("\0", w.kind(), w.id(), w.language()))
            .collect(Collectors.toSet());
    return sheet.rows().stream()
        .anyMatch(
            row ->
                isCorrected(row)
                    || Boolean.TRUE.equals(YesNo.of(row.optional(VERIFIED)))
                        && !verified.contains(
                            String.join(
                                "\0",
                                row.optional("kind"),
                                row.optional("id"),
                                row.optional("language"))));
  }
}
