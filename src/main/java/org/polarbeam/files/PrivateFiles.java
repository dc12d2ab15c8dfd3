package org.polarbeam.files;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Files and directories that their owner alone may read: what models answer and what people label
 * is nobody else's business on a shared machine until its owner says so.
 */
public final class PrivateFiles {
  private static final FileAttribute<?>[] FILE = only("rw-------");
  private static final FileAttribute<?>[] DIRECTORY = only("rwx------");

  private PrivateFiles() {}

  private static FileAttribute<?>[] only(String permissions) {
    boolean posix = Path.of("").getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
        }
        : new FileAttribute<?>[0];
  }

  /** Makes a directory and those above it; what is there stays as it is. */
  public static void makeDirectories(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      Files.createDirectories(directory, DIRECTORY);
    }
  }

  /**
   * Writes a file so that no reader ever sees half of it, and none is left where it fails.
   *
   * @param part where it is written first, in the same directory
   * @param durable whether it is to outlive a power cut when this returns
   */
  public static void write(Path file, Path part, byte[] bytes, boolean durable) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) { // moved over, a device would be gone
      throw new FileSystemException(file.toString(), null, "it is a directory, a pipe or a device");
    }
    makeDirectories(file.getParent());
    Files.deleteIfExists(part);
    try {
      Set<OpenOption> options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      try (FileChannel channel = FileChannel.open(part, options, FILE)) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
          channel.write(buffer);
        }
        if (durable) {
          channel.force(false);
        }
      }
      Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      Files.deleteIfExists(part);
      throw e;
    } catch (IOException e) { // a write that fails does not say of what
      Files.deleteIfExists(part);
      FileSystemException named =
          new FileSystemException(
              file.toString(), null, e.getMessage() == null ? e.toString() : e.getMessage());
      named.initCause(e);
      throw named;
    }
    if (durable) {
      sync(file.getParent());
    }
  }

  /** Not every system can. */
  private static void sync(Path directory) {
    try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // a system that opens no directories has its own ways
    }
  }

  /** Makes an empty file unless there is one. */
  public static void touch(Path file) throws IOException {
    try {
      Files.createFile(file, FILE);
    } catch (FileAlreadyExistsException e) {
      // that is what was wanted
    }
  }
}
