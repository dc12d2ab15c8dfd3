package org.polarbeam.pipelines.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Set;

/** The metadata of a command's Flex Template, made from its options. */
public final class TemplateMetadata {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /** Where workers need what only a place in a bucket can be. */
  private static final Set<String> IN_A_BUCKET = Set.of("output", "store");

  private TemplateMetadata() {}

  /**
   * The file of a command.
   *
   * @param required the options that a template must be given; a command may make up for some
   */
  public static String of(Command command, Set<String> required) {
    ObjectNode root = JSON.createObjectNode();
    root.put("name", "Polarbeam " + command.name());
    root.put("description", "Polarbeam, " + command.name() + ": " + command.summary() + ".");
    ArrayNode parameters = root.putArray("parameters");
    for (OptionSpec option : command.specs()) {
      if (!option.local() && !command.notInTemplate().contains(option.name())) {
        parameters.add(parameter(option, required.contains(option.name())));
      }
    }
    if (command.asksModels()) {
      parameters.add(
          ofWorkers(
              "sdkContainerImage",
              "Worker image",
              "The image of the workers; needed for models of the provider vllm, for which it is the"
                  + " GPU worker's.",
              "^.+$",
              "TEXT"));
      parameters.add(
          ofWorkers(
              "diskSizeGb",
              "Disk of a worker in GB",
              "If left out, enough for the image and twice the weights where a model is served on"
                  + " the workers, at least 200, and Dataflow's usual disk elsewhere.",
              "^[1-9][0-9]*$",
              "NUMBER"));
    }
    try {
      return JSON.writeValueAsString(root) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An option of Dataflow's that a template must know, for models served on the workers. */
  private static ObjectNode ofWorkers(
      String name, String label, String help, String regex, String type) {
    ObjectNode parameter = JSON.createObjectNode();
    parameter.put("name", name).put("label", label).put("helpText", help);
    parameter.put("isOptional", true).putArray("regexes").add(regex);
    return parameter.put("paramType", type).put("groupName", "Workers");
  }

  private static ObjectNode parameter(OptionSpec option, boolean required) {
    ObjectNode parameter = JSON.createObjectNode();
    parameter.put("name", option.name());
    parameter.put("label", label(option.name()));
    parameter.put("helpText", option.text());
    parameter.put("isOptional", !required);
    parameter.putArray("regexes").add(regex(option));
    parameter.put("paramType", type(option));
    ArrayNode choices = JSON.createArrayNode();
    option.choices().forEach(c -> choices.addObject().put("value", c).put("label", c));
    if (!choices.isEmpty()) {
      parameter.set("enumOptions", choices);
    }
    if (option.with().isEmpty()) {
      parameter.put("groupName", option.group().heading());
    } else {
      parameter.put("parentName", option.with()); // takes the place of a group
    }
    if (option.otherwise() != null) {
      parameter.put("defaultValue", option.otherwise());
    }
    return parameter;
  }

  /** The picker, as the Dataflow API names them (v1b3, ParameterMetadata.paramType). */
  private static String type(OptionSpec option) {
    if (!option.choices().isEmpty()) {
      return "ENUM";
    }
    return switch (option.type()) {
      case FLAG -> "BOOLEAN";
      case WHOLE, NUMBER -> "NUMBER";
      case TEXT, LIST ->
          switch (option.kind()) {
            case FOLDER -> option.name().equals("output") ? "GCS_WRITE_FOLDER" : "TEXT";
            case FILE -> "GCS_READ_FILE";
            default -> "TEXT";
          };
    };
  }

  /** {@code maxInFlight} becomes "Max in flight". */
  private static String label(String name) {
    String words = name.replaceAll("([A-Z])", " $1").toLowerCase(Locale.ROOT);
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String regex(OptionSpec option) {
    if (IN_A_BUCKET.contains(option.name())) {
      return "^gs://[^/]+/.+$";
    }
    if (option.name().equals("accelerator")) {
      return "^type:[a-z0-9-]+;count:[1-9][0-9]*;machine_type:[a-z0-9-]+(;.*)?$";
    }
    if (option.kind() == Option.Kind.SECRET) {
      return "^projects/[^/]+/secrets/[^/]+/versions/[^/]+$";
    }
    if (!option.choices().isEmpty()) {
      return "^(" + String.join("|", option.choices()) + ")$";
    }
    return switch (option.type()) {
      case FLAG -> "^(true|false)$";
      case WHOLE -> "^-?[0-9]+$";
      case NUMBER -> "^[0-9]+(\\.[0-9]+)?([eE]-?[0-9]+)?$";
      case TEXT, LIST -> "^.+$";
    };
  }
}
