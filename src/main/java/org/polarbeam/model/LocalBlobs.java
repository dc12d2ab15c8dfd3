package org.polarbeam.model;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/** Pieces of bytes as files of a local directory. */
public final class LocalBlobs implements Blobs {
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
  public void write(String name, byte[] bytes) throws IOException {
    Path target = directory.resolve(name);
    Path part = target.resolveSibling("." + target.getFileName() + "." + UUID.randomUUID());
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
