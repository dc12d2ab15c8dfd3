package org.polarbeam.model.paid;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.polarbeam.files.PrivateFiles;
import org.polarbeam.model.Blobs;

/** Pieces of bytes as files of a local directory. */
public final class LocalBlobs implements Blobs {
  /** What the names of files begin with that are still being written. */
  private static final String PART = ".";

  /** Tells the parts of this process from those of others that share a store. */
  private static final UUID PROCESS = UUID.randomUUID();

  private static final AtomicLong PARTS = new AtomicLong();

  private static final Duration LEFT_BEHIND = Duration.ofSeconds(10);

  private final Path directory;

  /** Keeps them under a directory, which is made when the first is written. */
  public LocalBlobs(Path directory) {
    this.directory = directory;
  }

  @Override
  public byte[] read(String name) throws IOException {
    Path file = directory.resolve(name);
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException(file + " is no file");
    }
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  @Override
  public List<String> list(String prefix) throws IOException {
    Path folder = directory.resolve(prefix);
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(name -> !name.startsWith(PART))
          .map(name -> prefix + name)
          .sorted()
          .toList();
    }
  }

  @Override
  public void write(String name, byte[] bytes) throws IOException {
    Path target = directory.resolve(name);
    Path part =
        target.resolveSibling(
            PART + target.getFileName() + "." + PROCESS + "-" + PARTS.incrementAndGet());
    PrivateFiles.write(target, part, bytes, true);
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(directory.resolve(name));
  }

  /**
   * Removes what a process has left behind that died while it wrote; what is younger may still be
   * written by another.
   */
  public void sweep() throws IOException {
    if (!Files.isDirectory(directory)) {
      return;
    }
    FileTime old = FileTime.from(Instant.now().minus(LEFT_BEHIND));
    try (Stream<Path> all = Files.walk(directory, 2)) {
      for (Path file : all.filter(f -> f.getFileName().toString().startsWith(PART)).toList()) {
        if (Files.isRegularFile(file) && Files.getLastModifiedTime(file).compareTo(old) < 0) {
          Files.deleteIfExists(file);
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }
}
