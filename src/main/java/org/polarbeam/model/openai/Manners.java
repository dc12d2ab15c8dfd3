package org.polarbeam.model.openai;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.polarbeam.model.ChatRequest;
import org.polarbeam.model.ModelException;
import org.polarbeam.record.Sampling;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What an endpoint does not take of what it is sent, though its answers are the same without: each
 * part is learnt from a refusal, once for all questions to a model, and told in a line. A setting
 * that somebody wants is not dropped unless they say so, since it changes the answers.
 */
final class Manners {
  private static final Logger LOG = LoggerFactory.getLogger(Manners.class);

  /** A part of a request that an endpoint may refuse, with the words that name it then. */
  enum Part {
    /** The other name of the limit of tokens. */
    LIMIT("max_(completion_)?tokens", "the limit of tokens is sent by its other name"),
    SYSTEM(
        "system[ -]?(role|message|prompt|instruction)|role[^.]{0,30}system|developer (role|instruction)"
            + "|roles must alternate|only user and assistant",
        "the system message is put before the question"),
    TEMPERATURE("temperature", "no temperature is sent"),
    TOP_P("top_p", "no top_p is sent"),
    SEED("\\bseed\\b|random_seed", "no seed is sent"),
    SCHEMA(
        "response_format|json_?schema|guided_json|structured output|grammar",
        "no schema is sent; the instruction describes the answer's form, and it is read as strictly");

    private final Pattern words;
    private final String instead;

    Part(String words, String instead) {
      this.words = Pattern.compile(words, Pattern.CASE_INSENSITIVE);
      this.instead = instead;
    }

    /** Whether a request has it. */
    boolean isIn(ChatRequest request) {
      Sampling all = request.settings();
      return switch (this) {
        case SCHEMA -> !request.schema().isEmpty();
        case SYSTEM -> !request.system().isEmpty();
        case LIMIT -> all.maxTokens() != null;
        case TEMPERATURE -> all.temperature() != null;
        case TOP_P -> all.topP() != null;
        case SEED -> all.seed() != null;
      };
    }

    /** Whether somebody wants it, so that answers are others without. */
    boolean isWanted(ChatRequest request) {
      Sampling wanted = request.sampling();
      return switch (this) {
        case TEMPERATURE -> wanted.temperature() != null;
        case TOP_P -> wanted.topP() != null;
        case SEED -> wanted.seed() != null;
        case SCHEMA, SYSTEM, LIMIT -> false;
      };
    }
  }

  /** A value is refused and not its name. */
  private static final Pattern TOO_MUCH =
      Pattern.compile(
          "(?i)too (large|high|many|big|long)|at most|must be (less|at most|between)|exceed"
              + "|maximum (context|allowed|value|number)|context (length|window)|less than or equal");

  private final String model;
  private final boolean dropsWanted;
  private final Set<Part> left = ConcurrentHashMap.newKeySet();
  private volatile boolean takesSchemas;

  /**
   * Nothing is known yet.
   *
   * @param dropsWanted whether settings that somebody wants may be dropped
   */
  Manners(String model, boolean dropsWanted) {
    this.model = model;
    this.dropsWanted = dropsWanted;
  }

  /** What is known to be refused. */
  Set<Part> left() {
    Set<Part> known = EnumSet.noneOf(Part.class);
    known.addAll(left);
    return known;
  }

  /**
   * What a refusal is about.
   *
   * @param without what was left out of the request already
   * @return the part to leave out too; null where that would not help, or must not be
   */
  Part suspect(ModelException failure, ChatRequest request, Set<Part> without) {
    if (!(failure.getCause() instanceof Refusal refusal)) {
      return null;
    }
    int status = refusal.status();
    if (status == 400 || status == 422) {
      for (Part part : Part.values()) {
        boolean may = dropsWanted || !part.isWanted(request);
        boolean named = part.words.matcher(refusal.body()).find();
        named &= part != Part.LIMIT || !TOO_MUCH.matcher(refusal.body()).find();
        if (part.isIn(request) && !without.contains(part) && may && named) {
          return part;
        }
      }
    }
    boolean may = status == 400 || status == 422 || status == 500 || status == 501;
    boolean first = Part.SCHEMA.isIn(request) && !takesSchemas && !without.contains(Part.SCHEMA);
    return may && first && !namesWanted(refusal, request) ? Part.SCHEMA : null;
  }

  /** A request was answered: without these parts, if with none of what is known. */
  void answered(ChatRequest request, Set<Part> without) {
    if (Part.SCHEMA.isIn(request) && !without.contains(Part.SCHEMA)) {
      takesSchemas = true;
    }
    for (Part part : without) {
      boolean passed = part == Part.SCHEMA && takesSchemas; // what was refused was something else
      if (!passed && left.add(part)) {
        LOG.warn("The endpoint of {} refuses a part of what it is sent: {}.", model, part.instead);
      }
    }
  }

  /**
   * A failure as it is to be told: where it is about a setting that somebody wants, it is final.
   */
  ModelException told(ModelException failure, ChatRequest request) {
    boolean refused =
        failure.getCause() instanceof Refusal refusal
            && (refusal.status() == 400 || refusal.status() == 422)
            && namesWanted(refusal, request);
    if (!refused) {
      return failure;
    }
    Refusal refusal = (Refusal) failure.getCause();
    List<String> names = new ArrayList<>();
    for (Part part : Part.values()) {
      if (part.isWanted(request) && part.words.matcher(refusal.about()).find()) {
        names.add(part.name().toLowerCase(Locale.ROOT));
      }
    }
    return new ModelException(
        ModelException.Kind.FATAL,
        failure.getMessage()
            + (failure.getMessage().matches("(?s).*[.!?…]") ? "" : ".")
            + " Take "
            + String.join(" and ", names)
            + " out of the sampling of "
            + model
            + ", or give --dropRefusedSampling",
        refusal);
  }

  private boolean namesWanted(Refusal refusal, ChatRequest request) {
    for (Part part : Part.values()) {
      if (!dropsWanted && part.isWanted(request) && part.words.matcher(refusal.about()).find()) {
        return true;
      }
    }
    return false;
  }
}
