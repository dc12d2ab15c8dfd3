package org.polarbeam.pipelines.command;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.model.ModelProvider;
import org.polarbeam.model.ModelSpec;
import org.polarbeam.model.ProviderContext;
import org.polarbeam.model.Providers;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Command;
import org.polarbeam.pipelines.setup.Inputs;
import org.polarbeam.study.Study;
import org.polarbeam.study.StudyModel;
import org.polarbeam.study.StudyShape;
import org.polarbeam.study.Wording;

/** {@code study}: prints or checks a study. Asks nobody and writes nothing. */
public final class StudyCommand implements Command {
  @Override
  public String name() {
    return "study";
  }

  @Override
  public String summary() {
    return "prints a study or says what is in it; its JSON Schema, for editors";
  }

  @Override
  public Class<? extends PipelineOptions> options() {
    return StudyCommandOptions.class;
  }

  @Override
  public List<String> examples() {
    return List.of("study --check --study=mine.yaml", "study --print --study=mine.yaml");
  }

  @Override
  public boolean hasJob() {
    return false;
  }

  @Override
  public int run(Arguments args) {
    StudyCommandOptions options = args.as(StudyCommandOptions.class);
    long wanted =
        Stream.of(options.getPrint(), options.getCheck(), options.getSchema())
            .filter(is -> is)
            .count();
    if (wanted != 1) {
      throw new InputException("Give one of --check, --print and --schema.");
    }
    if (options.getSchema()) {
      System.out.print(StudyShape.schema());
      return DONE;
    }
    Inputs inputs = new Inputs();
    Study study = inputs.study(options.getStudy());
    requireProviders(study);
    System.out.print(
        options.getPrint() ? inputs.studyText(options.getStudy()) : sentence(study) + "\n");
    return DONE;
  }

  private static void requireProviders(Study study) {
    Providers providers = Providers.installed();
    for (StudyModel model : study.models()) {
      providers.requireAddress(model.spec());
      ModelProvider provider = providers.of(model.spec());
      if (provider.isSimulated()) { // which needs nothing of this machine
        provider.require(model.spec(), List.of(), ProviderContext.of(Map.of()));
      }
    }
    providers.requireAddress(study.judge());
  }

  /** What is in a study, for people to compare with what they meant. */
  static String sentence(Study study) {
    long templates = count(study, Wording.TEMPLATE);
    long variations = count(study, Wording.VARIATION);
    long personas = count(study, Wording.PERSONA);
    Collection<String> worded = study.wordedLanguages();
    Collection<String> others = new TreeSet<>(study.languages().keySet());
    others.removeAll(worded);
    List<String> parts = new ArrayList<>();
    parts.add(
        number(templates, "template")
            + " and "
            + number(variations, "topic variation")
            + " make "
            + number(templates * variations, "prompt")
            + " a language");
    parts.add(listed(worded, "language"));
    if (personas > 0) {
      parts.add(number(personas, "persona"));
    }
    List<String> models =
        study.models().stream()
            .map(StudyModel::spec)
            .map(m -> called(m) + " of " + m.family() + settings(m))
            .toList();
    parts.add(listed(models, "model"));
    parts.add("judged by " + called(study.judge()));
    parts.add("bias measured towards " + String.join(", ", study.references()));
    return "The study "
        + study.name()
        + " is sound. It has "
        + listed(study.topics().keySet(), "topic")
        + "; "
        + String.join("; ", parts)
        + "."
        + (others.isEmpty()
            ? ""
            : " Not everything is worded in " + String.join(", ", others) + ".");
  }

  private static String called(ModelSpec model) {
    return model.provider() + ":" + model.name();
  }

  private static String settings(ModelSpec model) {
    String sampling = model.sampling().key();
    return sampling.isEmpty() ? "" : " at " + sampling;
  }

  private static long count(Study study, String kind) {
    return study.wordings().stream()
        .filter(w -> w.kind().equals(kind) && w.language().equals(study.source()))
        .count();
  }

  private static String listed(Collection<String> names, String what) {
    String all = names.stream().collect(Collectors.joining(", "));
    return number(names.size(), what) + (all.isEmpty() ? "" : " (" + all + ")");
  }

  private static String number(long n, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", n, what, n == 1 ? "" : "s");
  }
}
