package org.polarbeam.pipelines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Runs commands in this process, as the launcher would. */
final class Cli {
  /** What a command gave. */
  record Outcome(int status, String out, String err) {}

  private static final Captured OUT = new Captured(System.out);
  private static final Captured ERR = new Captured(System.err);

  static {
    System.setOut(new PrintStream(OUT, true, StandardCharsets.UTF_8));
    System.setErr(new PrintStream(ERR, true, StandardCharsets.UTF_8));
  }

  private Cli() {}

  /** A stream that each thread, with those it starts, can have for itself. */
  private static final class Captured extends OutputStream {
    private final PrintStream usual;
    private final InheritableThreadLocal<ByteArrayOutputStream> own =
        new InheritableThreadLocal<>();

    Captured(PrintStream usual) {
      this.usual = usual;
    }

    @Override
    public void write(int b) {
      ByteArrayOutputStream to = own.get();
      if (to == null) {
        usual.write(b);
      } else {
        to.write(b);
      }
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      ByteArrayOutputStream to = own.get();
      if (to == null) {
        usual.write(bytes, from, count);
      } else {
        to.write(bytes, from, count);
      }
    }
  }

  static Outcome run(String... args) {
    OUT.own.set(new ByteArrayOutputStream());
    ERR.own.set(new ByteArrayOutputStream());
    try {
      int status = Polarbeam.run(args);
      return new Outcome(
          status,
          OUT.own.get().toString(StandardCharsets.UTF_8),
          ERR.own.get().toString(StandardCharsets.UTF_8));
    } finally {
      OUT.own.remove();
      ERR.own.remove();
    }
  }

  /** Every file under a directory, by its relative name. */
  static Map<String, String> files(Path directory) {
    Map<String, String> files = new TreeMap<>();
    if (!Files.exists(directory)) {
      return files;
    }
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(directory.relativize(file).toString(), Files.readString(file));
      }
      return files;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
