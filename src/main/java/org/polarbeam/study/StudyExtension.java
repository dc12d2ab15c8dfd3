package org.polarbeam.study;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.polarbeam.files.Nearest;
import org.polarbeam.survey.Recoding;

/**
 * A study with what another says that extends it. Mappings are merged part by part. A list is the
 * whole list: an entry's name alone is the entry that is there, an entry by that name changes it
 * part by part, and {@code all} stands for all that are there. What says one thing in several parts
 * (answers, a wording) is replaced whole.
 */
final class StudyExtension {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  /** What an entry is known by, by the name of the list it is in. */
  private static final Map<String, String> NAMES =
      Map.of(
          "models",
          "name",
          "templates",
          StudyWriter.ID,
          "topics",
          "key",
          "variations",
          StudyWriter.ID);

  /** Half of one meaning and half of another would be a third. */
  private static final Pattern WHOLE =
      Pattern.compile("topics\\[\\d+]\\.answers|(" + Languaged.WORDED + ")\\.[^.]+");

  private final StudyOutline base;
  private final StudyOutline own;
  private final Languaged languaged;
  private final Map<String, String> wheres = new HashMap<>();

  private StudyExtension(StudyOutline base, StudyOutline own) {
    this.base = base;
    this.own = own;
    this.languaged = Languaged.of(base.root(), own.root());
  }

  /**
   * The whole study.
   *
   * @throws org.polarbeam.files.InputException when it names what the other study does not have
   */
  static StudyOutline of(StudyOutline base, StudyOutline own) {
    StudyExtension extension = new StudyExtension(base, own);
    ObjectNode root = extension.merged(base.root(), "", own.root(), "", "");
    root.remove(StudyShape.EXTENDS);
    if (!own.root().has("study")) {
      root.put("study", own.file().replaceAll(".*[/\\\\]|\\.ya?ml$", ""));
    }
    return StudyOutline.of(own.file(), root, extension.wheres);
  }

  /** A mapping of both. */
  private ObjectNode merged(JsonNode from, String fromAt, JsonNode its, String itsAt, String at) {
    ObjectNode values = JSON.objectNode();
    wheres.put(at, own.where(itsAt));
    for (Map.Entry<String, JsonNode> e : languaged.kept(from, at)) {
      String name = e.getKey();
      String place = in(at, name);
      values.set(
          name,
          its.has(name)
              ? one(e.getValue(), in(fromAt, name), its.get(name), in(itsAt, name), place)
              : taken(base, e.getValue(), in(fromAt, name), place));
    }
    its.fields()
        .forEachRemaining(
            e -> {
              if (!values.has(e.getKey())) {
                values.set(
                    e.getKey(),
                    taken(own, e.getValue(), in(itsAt, e.getKey()), in(at, e.getKey())));
              }
            });
    return languaged.renewed(values, from, its, at);
  }

  /** A part that both have. */
  private JsonNode one(JsonNode from, String fromAt, JsonNode its, String itsAt, String at) {
    if (from.isObject() && its.isArray()) {
      return chosen(from, fromAt, its, itsAt, at);
    }
    if (from.isObject()
        && its.isObject()
        && !WHOLE.matcher(at).matches()
        && isSame(from, its, at)) {
      return merged(from, fromAt, its, itsAt, at);
    }
    String list = at.substring(at.lastIndexOf('.') + 1);
    return NAMES.containsKey(list) && its.isArray()
        ? entries(from, fromAt, its, itsAt, at, NAMES.get(list))
        : taken(own, its, itsAt, at);
  }

  /** A judge by another name has nothing of the one who was there. */
  private static boolean isSame(JsonNode from, JsonNode its, String at) {
    return !at.equals("judge") || from.path("name").equals(its.path("name"));
  }

  /** Those of a mapping's parts that a list names. */
  private ObjectNode chosen(JsonNode from, String fromAt, JsonNode its, String itsAt, String at) {
    ObjectNode values = JSON.objectNode();
    wheres.put(at, own.where(itsAt));
    for (int i = 0; i < its.size(); i++) {
      String name = its.get(i).asText().strip();
      requireKnown(name, names(from.fieldNames()), itsAt + "[" + i + "]");
      if (values.has(name)) {
        throw fields().bad(itsAt + "[" + i + "]", name + " is there twice", "Name it once");
      }
      values.set(name, taken(base, from.get(name), in(fromAt, name), in(at, name)));
    }
    return values;
  }

  private static List<String> names(Iterator<String> names) {
    List<String> all = new ArrayList<>();
    names.forEachRemaining(all::add);
    return all;
  }

  private void requireKnown(String name, List<String> known, String at) {
    if (!known.contains(name)) {
      throw fields()
          .bad(
              at,
              "the study " + base.root().path("study").asText(base.file()) + " has no " + name,
              Nearest.question(name, known) + "Give one of " + String.join(", ", known));
    }
  }

  private StudyFields fields() {
    return new StudyFields(own);
  }

  /** A list of entries that have names. */
  private ArrayNode entries(
      JsonNode from, String fromAt, JsonNode its, String itsAt, String at, String by) {
    Map<String, Integer> known = new LinkedHashMap<>();
    from.forEach(entry -> known.put(nameOf(entry.path(by), by), known.size()));
    Map<String, Integer> changes = new TreeMap<>();
    Set<String> order = new LinkedHashSet<>();
    Set<String> named = new HashSet<>();
    for (int i = 0; i < its.size(); i++) {
      String place = itsAt + "[" + i + "]";
      JsonNode entry = its.get(i);
      String name = nameOf(entry.isObject() ? entry.path(by) : entry, by);
      if (!entry.isObject() && name.equals(StudyShape.ALL) && !known.containsKey(name)) {
        order.addAll(known.keySet());
        continue;
      }
      if (!entry.isObject()) {
        requireKnown(name, List.copyOf(known.keySet()), place);
      } else {
        changes.put(name, i);
      }
      if (!named.add(name)) {
        throw fields().bad(place, name + " is there already", "Give each once");
      }
      order.add(name);
    }
    ArrayNode values = JSON.arrayNode();
    wheres.put(at, own.where(itsAt));
    for (String name : order) {
      String place = at + "[" + values.size() + "]";
      String before = fromAt + "[" + known.get(name) + "]";
      String after = itsAt + "[" + changes.get(name) + "]";
      JsonNode change = changes.containsKey(name) ? its.get(changes.get(name)) : null;
      values.add(
          change == null
              ? taken(base, from.get(known.get(name)), before, place)
              : known.containsKey(name)
                  ? merged(from.get(known.get(name)), before, change, after, place)
                  : taken(own, change, after, place));
    }
    return values;
  }

  private static String nameOf(JsonNode name, String by) {
    return by.equals("key") ? Recoding.topicOf(name.asText()) : name.asText().strip();
  }

  /** A part of one of the two, with the places of what is in it. */
  private JsonNode taken(StudyOutline whose, JsonNode part, String partAt, String at) {
    wheres.put(at, whose.where(partAt));
    if (part.isArray()) {
      ArrayNode values = JSON.arrayNode();
      for (JsonNode each : part) {
        String last = "[" + values.size() + "]";
        values.add(taken(whose, each, partAt + last, at + last));
      }
      return values;
    }
    if (!part.isObject()) {
      return part;
    }
    ObjectNode values = JSON.objectNode();
    for (Map.Entry<String, JsonNode> e : whose == base ? languaged.kept(part, at) : all(part)) {
      values.set(
          e.getKey(), taken(whose, e.getValue(), in(partAt, e.getKey()), in(at, e.getKey())));
    }
    return values;
  }

  static List<Map.Entry<String, JsonNode>> all(JsonNode mapping) {
    List<Map.Entry<String, JsonNode>> all = new ArrayList<>();
    mapping.fields().forEachRemaining(all::add);
    return all;
  }

  private static String in(String at, String name) {
    return at.isEmpty() ? name : at + "." + name;
  }
}
