package org.polarbeam.files;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;

/**
 * A Frictionless Data Package (specs.frictionlessdata.io, version 1) over tables of a directory,
 * with a Table Schema for each, so that R, pandas and validators read them without guessing.
 */
public final class DataPackage {
  /** The file's name, which the specification fixes. */
  public static final String FILE = "datapackage.json";

  /** The licence of data whose owner has named none, as Open Definition spells that. */
  public static final String NOT_SPECIFIED = "notspecified";

  private static final ObjectMapper JSON = new ObjectMapper();

  private final ObjectNode root = JSON.createObjectNode();
  private final ArrayNode resources;

  /**
   * A package without tables.
   *
   * @param description what the data are, in sentences
   * @param licence of the data, by its Open Definition or SPDX name
   * @param isSimulated whether anything simulated had a part in them
   */
  public DataPackage(String description, String licence, boolean isSimulated) {
    root.put("profile", "tabular-data-package");
    root.put("name", "polarbeam-run");
    root.put("title", (isSimulated ? DataMark.SIMULATED + ": " : "") + "A run of Polarbeam");
    root.put("description", description);
    root.put(DataMark.FIELD, isSimulated ? DataMark.SIMULATED : DataMark.REAL);
    root.putArray("licenses").addObject().put("name", licence);
    this.resources = root.putArray("resources");
  }

  /**
   * Adds a table.
   *
   * @param header the columns that its file has
   */
  public DataPackage add(Table<?> table, List<String> header) {
    ObjectNode resource = resources.addObject();
    resource.put("profile", "tabular-data-resource");
    resource.put("name", table.name().replace('_', '-'));
    resource.put("path", table.file());
    resource.put("description", table.meaning());
    resource.put("format", "csv").put("mediatype", "text/csv").put("encoding", "utf-8");
    ObjectNode schema = resource.putObject("schema");
    ArrayNode fields = schema.putArray("fields");
    header.forEach(name -> field(fields.addObject(), table, name));
    schema.putArray("missingValues").add("");
    ArrayNode keys = schema.putArray("primaryKey");
    table.keys().stream().filter(header::contains).forEach(keys::add);
    return this;
  }

  private static void field(ObjectNode field, Table<?> table, String name) {
    field.put("name", name);
    if (name.equals(DataMark.FIELD)) {
      field.put("type", Column.Type.TEXT.schemaName()).put("description", DataMark.MEANING);
      field.putObject("constraints").putArray("enum").add(DataMark.SIMULATED);
      return;
    }
    Column<?> column = table.column(name);
    field.put("type", column.type().schemaName());
    field.put("description", column.meaning());
    if (!column.unit().isEmpty()) {
      field.put("unit", column.unit());
    }
  }

  /** The file's text. */
  public String json() {
    return root.toPrettyString() + "\n";
  }

  /**
   * The tables and their columns as Markdown, for people.
   *
   * @param tables in the order to show them
   * @param notes further text below a table, by its name
   */
  public static String codebook(List<Table<?>> tables, Map<String, String> notes) {
    StringBuilder text = new StringBuilder();
    for (Table<?> table : tables) {
      text.append("## ").append(table.file()).append("\n\n");
      text.append(sentence(table.meaning())).append(" Key: `");
      text.append(String.join("`, `", table.keys())).append("`.\n\n");
      text.append("| column | type | unit | meaning |\n|---|---|---|---|\n");
      for (Column<?> column : table.columns()) {
        text.append("| `").append(column.name()).append("` | ");
        text.append(column.type().schemaName()).append(" | ");
        text.append(column.unit()).append(" | ").append(column.meaning());
        text.append(column.isAlways() ? "" : " (only where prompts name countries)");
        text.append(" |\n");
      }
      text.append('\n');
      if (notes.containsKey(table.name())) {
        text.append(notes.get(table.name())).append("\n\n");
      }
    }
    return text.toString().stripTrailing() + "\n";
  }

  private static String sentence(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1) + ".";
  }
}
