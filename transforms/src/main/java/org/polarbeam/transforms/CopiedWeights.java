package org.polarbeam.transforms;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MatchResult.Metadata;
import org.polarbeam.model.VllmProvider;
import org.polarbeam.stats.Draws;

/**
 * Copies a folder that Beam's file systems reach, such as {@code gs://bucket/gemma-2-9b-it}, to
 * this machine, once. What is no URL is left to the server: a name on the model hub, or a local
 * folder.
 */
public final class CopiedWeights implements VllmProvider.Weights {
  private static final long serialVersionUID = 1L;

  private final String under;

  /**
   * Copies into a folder for each place.
   *
   * @param under the local directory to copy into
   */
  public CopiedWeights(String under) {
    this.under = under;
  }

  @Override
  public String fetch(String place) throws IOException {
    if (!place.contains("://")) {
      return place;
    }
    String from = place.endsWith("/") ? place : place + "/";
    Path folder = Path.of(under, Draws.idOf(from));
    List<Metadata> files =
        FileSystems.match(from + "*", EmptyMatchTreatment.ALLOW).metadata().stream()
            .filter(m -> !m.resourceId().isDirectory() && m.sizeBytes() > 0)
            .toList();
    if (files.stream().noneMatch(m -> m.resourceId().getFilename().equals("config.json"))) {
      throw new FileNotFoundException(place + " has no config.json, so it holds no weights");
    }
    Files.createDirectories(folder);
    try {
      files.parallelStream().forEach(m -> copy(m, folder));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return folder.toString();
  }

  private static void copy(Metadata file, Path folder) {
    Path target = folder.resolve(file.resourceId().getFilename());
    try {
      if (Files.exists(target) && Files.size(target) == file.sizeBytes()) {
        return; // an earlier start has brought it
      }
      Path part = folder.resolve("." + target.getFileName() + ".part");
      try (InputStream bytes = Channels.newInputStream(FileSystems.open(file.resourceId()))) {
        Files.copy(bytes, part, StandardCopyOption.REPLACE_EXISTING);
      }
      Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
