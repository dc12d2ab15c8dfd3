package org.polarbeam.transforms.internal;

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
import org.polarbeam.stats.Draws;

/** Copies on this machine of what is kept elsewhere, such as weights. */
final class LocalCopies {
  private static final String COPIES = System.getProperty("java.io.tmpdir") + "/polarbeam-weights";

  private LocalCopies() {}

  /**
   * A copy of a folder's files, such as weights at {@code gs://bucket/gemma-2-9b-it}, on this
   * machine. What an earlier start has brought is not brought again.
   */
  static Path of(String place) throws IOException {
    String from = place.endsWith("/") ? place : place + "/";
    Path folder = Path.of(COPIES, Draws.idOf(from));
    List<Metadata> files =
        FileSystems.match(from + "*", EmptyMatchTreatment.ALLOW).metadata().stream()
            .filter(m -> !m.resourceId().isDirectory() && m.sizeBytes() > 0)
            .toList();
    Files.createDirectories(folder);
    try {
      files.parallelStream().forEach(m -> copy(m, folder));
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return folder;
  }

  private static void copy(Metadata file, Path folder) {
    Path target = folder.resolve(file.resourceId().getFilename());
    try {
      if (Files.exists(target) && Files.size(target) == file.sizeBytes()) {
        return;
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
