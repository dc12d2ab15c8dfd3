package org.polarbeam.judge;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.polarbeam.files.CsvTable;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Table;
import org.polarbeam.prompt.Reading;
import org.polarbeam.record.Judgement;
import org.polarbeam.record.Response;
import org.polarbeam.record.Topic;
import org.polarbeam.stats.Draws;

/**
 * A sample of items for people to label, stratified by language and by the judge's label. The sheet
 * shows neither the judge's label nor the model, so that nobody is led by them.
 */
public final class ReviewSheet {
  /** A row of the sheet; {@code label} is for people to fill in. */
  private record Row(
      String item, String language, String topic, String pro, String con, String text) {}

  /** An item's id, as {@link Draws#idOf} makes it. */
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  /** The sheet. */
  private static final Table<Row> TABLE =
      Table.of(Row.class, "review_sheet", "items of answers for people to label")
          .text("item", "the item's id", Row::item)
          .text("language", "of the answer", Row::language)
          .text("topic", "the question", Row::topic)
          .text("pro", "what somebody says who is for it", Row::pro)
          .text("con", "what somebody says who is against it", Row::con)
          .text("text", "the item", Row::text)
          .text("label", "pro, con or null: a person's", row -> "")
          .by("item");

  private final long seed;
  private final Map<String, Topic> topics;

  /**
   * Sets up a sheet.
   *
   * @param topics whose statements it shows
   */
  public ReviewSheet(long seed, Map<String, Topic> topics) {
    this.seed = seed;
    this.topics = Map.copyOf(topics);
  }

  /** An item of a judged response. */
  private record Item(String id, Judgement judgement, int index, long place) {
    String label() {
      return judgement.labels().get(index);
    }
  }

  /**
   * Draws a sample.
   *
   * @param perLanguage how many items a language, a third for each of the judge's labels
   * @return the rows, without the header, in an order that tells nothing
   */
  public List<List<String>> draw(
      Collection<Judgement> judgements, Collection<Response> responses, int perLanguage) {
    Map<String, Response> byId = new HashMap<>();
    responses.forEach(r -> byId.put(r.id(), r));
    Map<String, List<Item>> strata = new TreeMap<>();
    for (Judgement j : judgements) {
      for (int i = 0; i < j.labels().size(); i++) {
        String id = id(j.id(), i);
        long place = Draws.of(seed, "review\0" + id, 0).nextLong();
        Item item = new Item(id, j, i, place);
        strata
            .computeIfAbsent(j.language() + "\0" + item.label(), s -> new ArrayList<>())
            .add(item);
      }
    }
    int each = (perLanguage + Judgement.LABELS.size() - 1) / Judgement.LABELS.size();
    Comparator<Item> byPlace = Comparator.comparingLong(Item::place).thenComparing(Item::id);
    return strata.values().stream()
        .flatMap(items -> items.stream().sorted(byPlace).limit(each))
        .sorted(
            Comparator.comparing((Item item) -> item.judgement().language())
                .thenComparing(Item::id))
        .map(item -> row(item, byId.get(item.judgement().id())))
        .toList();
  }

  private List<String> row(Item item, Response response) {
    Judgement j = item.judgement();
    Topic topic = topics.get(j.topic());
    String text = Reading.items(response).get(item.index());
    return TABLE.cells(
        new Row(
            item.id(),
            j.language(),
            topic.question(),
            topic.pro().get(topic.source()),
            topic.con().get(topic.source()),
            text));
  }

  /**
   * The file of rows that were drawn, in their order.
   *
   * @param isSimulated whether to mark every row
   */
  public static List<List<String>> sheet(List<List<String>> rows, boolean isSimulated) {
    List<List<String>> sheet = new ArrayList<>();
    sheet.add(TABLE.header());
    sheet.addAll(rows);
    return isSimulated ? DataMark.in(sheet, DataMark.SIMULATED) : sheet;
  }

  /** The id of an item of a response. */
  public static String id(String responseId, int index) {
    return Draws.idOf("item", responseId, Integer.toString(index));
  }

  /**
   * Checks a sheet as far as can be done without the judgements.
   *
   * @throws InputException when a label is none, an item is none or there twice, or none has a
   *     label
   */
  public static CsvTable require(CsvTable sheet) {
    sheet.require(TABLE, "label");
    boolean some = false;
    Map<String, Long> seen = new HashMap<>();
    for (CsvTable.Row row : sheet.rows()) {
      if (label(row).isEmpty()) {
        continue;
      }
      some = true;
      String item = row.text("item");
      if (!ID.matcher(item).matches()) {
        throw row.bad(
            "item",
            "'" + item + "' is no item's id",
            "Give it as the sheet had it; a spreadsheet may have made a number of it");
      }
      Long before = seen.put(item, row.line());
      if (before != null) {
        throw row.bad("item", "the item is in line " + before + " already", "Label each item once");
      }
    }
    if (!some) {
      throw InputException.in(
          sheet.file(), "no item has a label", "Fill in the column label with pro, con or null");
    }
    return sheet;
  }

  /** A person's label; empty for none. */
  private static String label(CsvTable.Row row) {
    String label = row.optional("label").toLowerCase(Locale.ROOT);
    if (!label.isEmpty() && !Judgement.LABELS.contains(label)) {
      throw row.bad("label", "'" + label + "' is no label", "Give pro, con or null");
    }
    return label;
  }

  /**
   * Reads a sheet that people have filled in and puts their labels beside the judge's. Rows without
   * a label are passed over.
   *
   * @throws InputException at a label that is none, at an item that the judgements do not have, and
   *     at one that is there twice
   */
  public static LabelledItems read(CsvTable sheet, Collection<Judgement> judgements) {
    require(sheet);
    LabelledItems items = new LabelledItems();
    Map<String, Item> byId = new HashMap<>();
    for (Judgement j : judgements) {
      for (int i = 0; i < j.labels().size(); i++) {
        items.addJudged(j.language(), j.labels().get(i));
        byId.put(id(j.id(), i), new Item(id(j.id(), i), j, i, 0));
      }
    }
    for (CsvTable.Row row : sheet.rows()) {
      String label = label(row);
      if (label.isEmpty()) {
        continue;
      }
      Item item = byId.get(row.text("item"));
      if (item == null) {
        throw row.bad(
            "item",
            "the judgements have no item " + row.text("item"),
            "Give the judgements that the sheet was drawn from");
      }
      items.addLabelled(item.judgement().language(), item.label(), label);
    }
    return items;
  }
}
