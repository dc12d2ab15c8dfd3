package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.polarbeam.files.InputException;
import org.polarbeam.files.Numbers;
import org.polarbeam.model.KnownKeys;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.error.YAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;
import org.yaml.snakeyaml.reader.ReaderException;

/**
 * A study's YAML as a tree, with the file and the line of every place in it, so that a message can
 * name one. Which parts a study has is {@link StudyShape}'s.
 */
final class StudyOutline {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final String MERGE = "<<";

  /** What a terminal obeys; line ends and tabs aside. */
  private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\\n\\r\\t]]");

  /** Aliases of aliases may stand for more than any machine holds. */
  private static final int MOST_PLACES = 1_000_000;

  /** A study in a hundred languages has a tenth of it. */
  private static final int LONGEST = 64 << 20;

  /** Longer than any question, and than any prompt that a person writes. */
  private static final int LONGEST_TEXT = 200_000;

  private static final Set<Tag> TAGS =
      Set.of(
          Tag.STR,
          Tag.INT,
          Tag.FLOAT,
          Tag.BOOL,
          Tag.NULL,
          Tag.TIMESTAMP,
          Tag.MERGE,
          Tag.MAP,
          Tag.SEQ);

  private final String file;
  private final Map<String, String> wheres = new HashMap<>();
  private final Set<Node> around = Collections.newSetFromMap(new IdentityHashMap<>());
  private int places;
  private JsonNode root = MissingNode.getInstance();

  private StudyOutline(String file) {
    this.file = file;
  }

  /**
   * The outline of a study.
   *
   * @throws InputException naming the line of what is no YAML, of a part that is given twice, or of
   *     a second document
   */
  static StudyOutline of(String file, String yaml) {
    StudyOutline outline = new StudyOutline(file);
    List<Node> documents = new ArrayList<>();
    try {
      new Yaml(limits()).composeAll(new StringReader(yaml)).forEach(documents::add);
    } catch (MarkedYAMLException e) {
      Mark mark = e.getProblemMark();
      throw InputException.at(
          file,
          mark == null ? 1 : mark.getLine() + 1,
          Integer.toString(mark == null ? 1 : mark.getColumn() + 1),
          "this is no YAML: " + (e.getProblem() == null ? e.getContext() : e.getProblem()),
          "Check the indentation and the quotes");
    } catch (ReaderException e) {
      long line = yaml.codePoints().limit(e.getPosition()).filter(c -> c == '\n').count() + 1;
      throw InputException.in(
          file + ", line " + line,
          String.format(Locale.ROOT, "it has the sign U+%04X, which no YAML has", e.getCodePoint()),
          "Save the file as UTF-8, and remove the sign");
    } catch (YAMLException e) {
      String said = e.getMessage().lines().findFirst().orElse("");
      throw InputException.in(
          file,
          "this is no YAML: "
              + (said.startsWith("Nesting Depth")
                  ? "brackets or lists stand in others too deeply"
                  : said),
          "Check its signs");
    }
    if (documents.size() > 1) {
      throw InputException.in(
          file + ", line " + line(documents.get(1)),
          "there is a second document behind ---",
          "Give one study a file");
    }
    documents.forEach(node -> outline.root = outline.read("", node));
    return outline;
  }

  /** A tree that was made of others, with the place of each of its parts in their files. */
  static StudyOutline of(String file, ObjectNode root, Map<String, String> wheres) {
    StudyOutline outline = new StudyOutline(file);
    outline.root = root;
    outline.wheres.putAll(wheres);
    return outline;
  }

  /** Aliases are bounded by what they stand for, so that a hundred topics may share a part. */
  private static LoaderOptions limits() {
    LoaderOptions limits = new LoaderOptions();
    limits.setMaxAliasesForCollections(MOST_PLACES);
    limits.setCodePointLimit(LONGEST);
    return limits;
  }

  /** The file's name, for messages. */
  String file() {
    return file;
  }

  /** What the YAML says, aliases and merges followed; missing for an empty file. */
  JsonNode root() {
    return root;
  }

  private static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  /** The file and the line of a place; of the nearest place around it where it is missing. */
  String where(String place) {
    String path = place;
    while (!path.isEmpty() && !wheres.containsKey(path)) {
      path = path.substring(0, Math.max(0, Math.max(path.lastIndexOf('.'), path.lastIndexOf('['))));
    }
    return wheres.getOrDefault(path, file + ", line 1");
  }

  private String where(Node node) {
    return file + ", line " + line(node);
  }

  private JsonNode read(String path, Node node) {
    wheres.putIfAbsent(path, where(node));
    if (++places > MOST_PLACES || !around.add(node)) {
      throw bad(node, path, "an alias stands for itself or for too much", "Write it out");
    }
    try {
      return value(path, node);
    } finally {
      around.remove(node);
    }
  }

  private JsonNode value(String path, Node node) {
    if (!TAGS.contains(node.getTag())) {
      throw bad(
          node, path, "it has the tag " + node.getTag().getValue(), "Write a text or a number");
    }
    if (node instanceof ScalarNode scalar && scalar.getValue().length() > LONGEST_TEXT) {
      throw bad(node, path, "it is longer than " + LONGEST_TEXT + " signs", "Shorten it");
    }
    if (node instanceof SequenceNode list) {
      ArrayNode values = JSON.arrayNode();
      for (Node entry : list.getValue()) {
        values.add(read(path + "[" + values.size() + "]", entry));
      }
      return values;
    }
    if (node instanceof ScalarNode scalar && CONTROL.matcher(scalar.getValue()).find()) {
      throw bad(node, path, "it has a control character", "Write it without");
    }
    if (node instanceof ScalarNode scalar && KnownKeys.isLikely(scalar.getValue())) {
      throw bad(
          node,
          path,
          "it looks like a key, which would be written into the results",
          "Put it into an environment variable and give the variable's name as key_env, and take back"
              + " a key that has been shown");
    }
    return node instanceof MappingNode map ? mapping(path, map) : scalar((ScalarNode) node);
  }

  private ObjectNode mapping(String path, MappingNode map) {
    ObjectNode values = JSON.objectNode();
    List<NodeTuple> merges = new ArrayList<>();
    for (NodeTuple part : map.getValue()) {
      if (!(part.getKeyNode() instanceof ScalarNode name)) {
        throw bad(part.getKeyNode(), path, "a part has no name", "Give it a word for a name");
      }
      String key = name.getValue();
      if (key.equals(MERGE)) {
        merges.add(part);
        continue;
      }
      String place = path.isEmpty() ? key : path + "." + key;
      if (values.has(key)) {
        throw bad(
            name,
            place,
            "it is given twice, here and in line " + wheres.get(place).replaceAll(".* ", ""),
            "Remove one");
      }
      wheres.putIfAbsent(place, where(name));
      values.set(key, read(place, part.getValueNode()));
    }
    // What a mapping says itself goes before what is merged into it, wherever << stands.
    merges.forEach(part -> merge(path, part.getValueNode(), values));
    return values;
  }

  private void merge(String path, Node from, ObjectNode into) {
    JsonNode merged = read(path, from);
    for (JsonNode other : merged.isArray() ? merged : List.of(merged)) {
      if (!other.isObject()) {
        throw bad(
            from, path, "what << names has no parts to merge", "Name a mapping, such as <<: *its");
      }
      other.fields().forEachRemaining(e -> into.putIfAbsent(e.getKey(), e.getValue()));
    }
  }

  /** A plain word is what it looks like; {@code no} is a language and not a denial. */
  private static JsonNode scalar(ScalarNode node) {
    String text = node.getValue();
    if (node.getScalarStyle() != DumperOptions.ScalarStyle.PLAIN) {
      return JSON.textNode(text);
    }
    if (node.getTag().equals(Tag.NULL)) {
      return JSON.nullNode();
    }
    if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
      return JSON.booleanNode(Boolean.parseBoolean(text));
    }
    try {
      if (node.getTag().equals(Tag.INT)) {
        return JSON.numberNode(Long.parseLong(text));
      }
      return node.getTag().equals(Tag.FLOAT)
          ? JSON.numberNode(Numbers.decimal(text))
          : JSON.textNode(text);
    } catch (NumberFormatException e) {
      return JSON.textNode(text);
    }
  }

  private InputException bad(Node node, String place, String problem, String remedy) {
    return InputException.in(where(node) + (place.isEmpty() ? "" : ", " + place), problem, remedy);
  }
}
