package org.polarbeam.pipelines.rundir;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.polarbeam.files.InputException;
import org.polarbeam.files.PrivateFiles;
import org.polarbeam.pipelines.cli.Arguments;
import org.polarbeam.pipelines.cli.CommonOptions;
import org.polarbeam.pipelines.google.BucketLease;
import org.polarbeam.pipelines.setup.RunnerOptions;
import org.polarbeam.transforms.internal.BeamFiles;
import org.polarbeam.transforms.internal.FileFaults;

/**
 * Keeps a second process from writing to a directory. On this machine it is a lock of the operating
 * system's, which ends with the process however that ends; in a bucket it is a lease.
 */
interface DirectoryLock extends AutoCloseable {
  /** Of a directory that nothing is written to. */
  DirectoryLock NONE = () -> {};

  /** What the file says of who holds it begins so. */
  String HOLDER = "process ";

  /** The file that is locked; it says who holds it. */
  String FILE = ".lock";

  /** Gives it up. */
  @Override
  void close();

  /**
   * Checks that nobody has taken the directory over.
   *
   * @throws IllegalStateException when somebody has
   */
  default void requireHeld() {}

  /**
   * Takes the lock of a directory.
   *
   * @throws InputException when another process has it, saying which, or it cannot be written
   */
  static DirectoryLock of(String directory, Arguments args) {
    String me =
        HOLDER
            + ManagementFactory.getRuntimeMXBean().getName()
            + " since "
            + Instant.now().truncatedTo(ChronoUnit.SECONDS);
    try {
      if (directory.startsWith("gs://")) {
        BucketLease lease =
            BucketLease.take(
                BeamFiles.in(directory, FILE), me, RunnerOptions.of(args, CommonOptions.class));
        return new Leased(lease);
      }
      return BeamFiles.isRemote(directory) ? NONE : Local.of(Path.of(directory), me);
    } catch (BucketLease.HeldException e) {
      throw held(directory, e.holder());
    } catch (IOException e) {
      throw InputException.in(
          directory,
          "the output directory cannot be written: " + FileFaults.reason(e),
          "Give another --output that is a directory you may write to");
    }
  }

  private static InputException held(String directory, String holder) {
    return InputException.in(
        directory,
        "another run is writing to this directory: " + holder,
        "Wait until it has ended, or give another --output");
  }

  /** A lease in a bucket. */
  record Leased(BucketLease lease) implements DirectoryLock {
    @Override
    public void requireHeld() {
      lease.requireHeld();
    }

    @Override
    public void close() {
      lease.close();
    }
  }

  /** A lock of the operating system's. */
  record Local(Path file, FileChannel channel, boolean madeFolder) implements DirectoryLock {
    private static DirectoryLock of(Path directory, String me) throws IOException {
      boolean made = !Files.exists(directory);
      PrivateFiles.makeDirectories(directory);
      Path file = directory.resolve(FILE);
      while (true) {
        if (Files.isSymbolicLink(file)) {
          throw foreign(file, "it is a link to somewhere else");
        }
        PrivateFiles.touch(file);
        Object before = key(file);
        FileChannel channel;
        try {
          channel =
              FileChannel.open(
                  file,
                  StandardOpenOption.READ,
                  StandardOpenOption.WRITE,
                  LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
          continue; // its holder has just ended
        }
        FileLock lock;
        try {
          lock = channel.tryLock();
        } catch (OverlappingFileLockException e) {
          // Its channel stays open: closing one here may give up the lock that the other has.
          throw held(directory.toString(), "it is in this very process");
        }
        if (lock == null) {
          String holder = read(file);
          channel.close();
          throw held(directory.toString(), holder);
        }
        if (before != null && before.equals(key(file))) {
          requireOurs(file, channel);
          channel.truncate(0).write(ByteBuffer.wrap(me.getBytes(StandardCharsets.UTF_8)), 0);
          return new Local(file, channel, made);
        }
        channel.close(); // its holder removed the file while this one opened it
      }
    }

    /** A lock of another program's is not ours to write over, and later to remove. */
    private static void requireOurs(Path file, FileChannel channel) throws IOException {
      ByteBuffer begin = ByteBuffer.allocate(HOLDER.length());
      channel.read(begin, 0);
      String said = new String(begin.array(), 0, begin.position(), StandardCharsets.UTF_8);
      if (!said.isEmpty() && !said.equals(HOLDER)) {
        channel.close();
        throw foreign(file, "no run has made it");
      }
    }

    private static InputException foreign(Path file, String why) {
      return InputException.in(
          file.toString(),
          "a run locks its directory by this file, but " + why,
          "Move it elsewhere, or give another --output");
    }

    /**
     * Which file is there. It is not opened for that: POSIX gives up a process's lock when the
     * process closes any handle of the file, not only the one that took it.
     */
    private static Object key(Path file) throws IOException {
      try {
        BasicFileAttributes there = Files.readAttributes(file, BasicFileAttributes.class);
        return there.fileKey() == null ? there.creationTime() : there.fileKey();
      } catch (NoSuchFileException e) {
        return null;
      }
    }

    private static String read(Path file) throws IOException {
      try {
        return Files.readString(file).strip();
      } catch (NoSuchFileException e) {
        return "";
      }
    }

    @Override
    public void close() {
      try {
        Files.deleteIfExists(file); // while it is locked: what others open later is another file
        channel.close();
        if (madeFolder) {
          BeamFiles.deleteIfEmpty(file.getParent().toString());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
