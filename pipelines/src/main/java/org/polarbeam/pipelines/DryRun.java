package org.polarbeam.pipelines;

import com.google.api.services.dataflow.model.DataflowPackage;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.runners.dataflow.DataflowRunner;
import org.apache.beam.runners.dataflow.options.DataflowPipelineOptions;
import org.apache.beam.runners.dataflow.util.PackageUtil;
import org.apache.beam.runners.dataflow.util.Stager;
import org.apache.beam.sdk.extensions.gcp.auth.NoopCredentialFactory;
import org.apache.beam.sdk.extensions.gcp.storage.NoopPathValidator;
import org.apache.beam.sdk.options.PipelineOptions;
import org.polarbeam.files.InputException;

/** Makes the Dataflow runner write its job and launch nothing, without network or credentials. */
final class DryRun {
  private static final String UNKNOWN = "dry-run";

  private DryRun() {}

  /**
   * Sets the options so that running a pipeline writes the job's file.
   *
   * @throws InputException when another runner is asked for, or no file is named
   */
  static void prepare(PipelineOptions options) {
    DataflowPipelineOptions dataflow = options.as(DataflowPipelineOptions.class);
    String file = dataflow.getDataflowJobFile();
    if (!options.getRunner().equals(DataflowRunner.class) || file == null || file.isBlank()) {
      throw new InputException(
          "--dryRun writes a Dataflow job: give --runner=DataflowRunner and --dataflowJobFile=FILE"
              + " with it. What a run would send and cost is told by ./polarbeam plan.");
    }
    Path parent = Path.of(file).toAbsolutePath().getParent();
    if (file.contains("://") || !parent.toFile().isDirectory()) {
      throw new InputException(
          "--dataflowJobFile=" + file + " is not in a local directory. Give one that exists.");
    }
    dataflow.setTemplateLocation(Storage.absolute(file));
    dataflow.setDataflowJobFile(null);
    if (isUnset(dataflow.getProject())) {
      dataflow.setProject(UNKNOWN);
    }
    if (isUnset(dataflow.getRegion())) {
      dataflow.setRegion("us-central1");
    }
    // All three are set, since the runner would look for those it has to guess.
    String temp = dataflow.getTempLocation();
    String place = isUnset(temp) ? "gs://" + UNKNOWN + "/temp" : temp;
    dataflow.setTempLocation(place);
    dataflow.setGcpTempLocation(place);
    dataflow.setStagingLocation(place);
    dataflow.setPathValidatorClass(NoopPathValidator.class);
    dataflow.setCredentialFactoryClass(NoopCredentialFactory.class);
    dataflow.setStagerClass(NoStager.class);
    dataflow.setFilesToStage(List.of());
  }

  private static boolean isUnset(String value) {
    return value == null || value.isBlank();
  }

  /** Stages nothing: names where the job's graph would lie. */
  public static final class NoStager implements Stager {
    /** As the Dataflow runner makes it. */
    public static NoStager fromOptions(PipelineOptions options) {
      return new NoStager();
    }

    @Override
    public List<DataflowPackage> stageFiles(List<PackageUtil.StagedFile> files) {
      return List.of();
    }

    @Override
    public DataflowPackage stageToFile(byte[] bytes, String name) {
      return new DataflowPackage().setName(name).setLocation("gs://" + UNKNOWN + "/" + name);
    }
  }
}
