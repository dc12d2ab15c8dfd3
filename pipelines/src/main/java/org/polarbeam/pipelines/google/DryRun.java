package org.polarbeam.pipelines.google;

import com.google.api.services.dataflow.model.DataflowPackage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.util.PackageUtil;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.Option;
import org.polarbeam.pipelines.cli.OptionSpec;
import org.polarbeam.transforms.internal.BeamFiles;

/** Makes the Dataflow runner write its job and launch nothing, without network or credentials. */
public final class DryRun {
  private static final String UNKNOWN = "dry-run";
  private static final String FILE = "dataflowJobFile";

  private DryRun() {}

  /**
   * Checks what a dry run needs.
   *
   * @throws InputException when another runner is asked for, or no file is named
   */
  public static void require(Arguments args) {
    String file = args.text(FILE);
    if (!args.isDataflow() || file == null || file.isBlank()) {
      throw new InputException(
          "--dryRun writes a Dataflow job: give --runner=DataflowRunner and --dataflowJobFile=FILE"
              + " with it. What a run would send and cost is told by ./polarbeam plan.");
    }
    for (OptionSpec option : args.specs()) {
      String given = args.text(option.name());
      boolean isRead = option.kind() == Option.Kind.FILE || option.kind() == Option.Kind.FILES;
      if (isRead && given != null && BeamFiles.isRemote(given)) {
        throw new InputException(
            "--dryRun needs no network, so it reads no --"
                + option.name()
                + "="
                + given
                + ". Give a file of this machine in its place; the job is the same.");
      }
    }
    Path parent = Path.of(file).toAbsolutePath().getParent();
    if (BeamFiles.isRemote(file) || !parent.toFile().isDirectory()) {
      throw new InputException(
          "--dataflowJobFile=" + file + " is not in a local directory. Give one that exists.");
    }
  }

  /** Sets the options so that running a pipeline writes the job's file. */
  public static void prepare(PipelineOptions options, Arguments args) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    String file = dataflow.getDataflowJobFile();
    dataflow.setTemplateLocation(BeamFiles.absolute(file));
    dataflow.setDataflowJobFile(null);
    if (isUnset(dataflow.getProject())) {
      dataflow.setProject(UNKNOWN);
    }
    if (isUnset(dataflow.getRegion())) {
      dataflow.setRegion("us-central1");
    }
    // All three are set, since the runner would look for those it has to guess.
    String[] given = {"gcpTempLocation", "tempLocation", "stagingLocation"};
    String place =
        Stream.of(given)
            .map(args::text)
            .filter(value -> !isUnset(value))
            .findFirst()
            .orElse("gs://" + UNKNOWN + "/temp");
    dataflow.setGcpTempLocation(args.textOr("gcpTempLocation", place));
    dataflow.setTempLocation(args.textOr("tempLocation", place));
    dataflow.setStagingLocation(args.textOr("stagingLocation", place));
    dataflow.setPathValidatorClass(NoopPathValidator.class);
    dataflow.setCredentialFactoryClass(NoopCredentialFactory.class);
    dataflow.setStagerClass(NoStager.class);
    dataflow.setFilesToStage(List.of());
  }

  private static boolean isUnset(String value) {
    return value == null || value.isBlank();
  }

  /** Stages nothing; keeps the pipeline's own form, which a job refers to, beside the job. */
  public static final class NoStager implements Stager {
    private final String job;

    private NoStager(String job) {
      this.job = job;
    }

    /** As the Dataflow runner makes it. */
    public static NoStager fromOptions(PipelineOptions options) {
      return new NoStager(options.as(DataflowPipelineOptions.class).getTemplateLocation());
    }

    @Override
    public List<DataflowPackage> stageFiles(List<PackageUtil.StagedFile> files) {
      return List.of();
    }

    @Override
    public DataflowPackage stageToFile(byte[] bytes, String name) {
      try {
        Files.write(Path.of(job + "." + name), bytes);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      return new DataflowPackage().setName(name).setLocation("gs://" + UNKNOWN + "/" + name);
    }
  }
}
