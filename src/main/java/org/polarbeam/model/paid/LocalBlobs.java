package org.polarbeam.model.paid;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.polarbeam.model.Blobs;

/** Pieces of bytes as files of a local directory. */
public final class LocalBlobs implements Blobs {
  /** What the names of files begin with that are still being written. */
  private static final String PART = ".";

  private final Path directory;

  /** Keeps them under a directory, which is made when the first is written. */
  public LocalBlobs(Path directory) {
    this.directory = directory;
  }

  @Override
  public byte[] read(String name) throws IOException {
    try {
      return Files.readAllBytes(directory.resolve(name));
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
    Path part = target.resolveSibling(PART + target.getFileName() + "." + UUID.randomUUID());
    try (FileChannel channel = create(part)) {
      ByteBuffer buffer = ByteBuffer.wrap(bytes);
      while (buffer.hasRemaining()) {
        channel.write(buffer);
      }
      channel.force(false);
    }
    Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
  }

  private static FileChannel create(Path file) throws IOException {
    if (!Files.isDirectory(file.getParent())) {
      Files.createDirectories(file.getParent());
    }
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
