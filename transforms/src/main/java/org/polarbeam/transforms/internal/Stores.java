package org.polarbeam.transforms.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.io.fs.EmptyMatchTreatment;
import org.apache.beam.sdk.io.fs.MoveOptions.StandardMoveOptions;
import org.polarbeam.model.Blobs;
import org.polarbeam.model.paid.LocalBlobs;

/** Opens the places answers are kept in: local directories, and what Beam's file systems reach. */
public final class Stores {
  private Stores() {}

  /** The store at a location; null for none. */
  public static Blobs open(String location) {
    if (location.isEmpty()) {
      return null;
    }
    if (location.startsWith("file:")) {
      return new LocalBlobs(Path.of(URI.create(location)));
    }
    return location.contains("://") ? remote(location) : new LocalBlobs(Path.of(location));
  }

  /** A store that Beam's file systems reach. */
  public static Blobs remote(String location) {
    return new Remote(location);
  }

  /** Objects of a bucket: each is written at once or not at all. */
  private record Remote(String location) implements Blobs {
    @Override
    public byte[] read(String name) throws IOException {
      try (InputStream bytes =
          Channels.newInputStream(
              FileSystems.open(FileSystems.matchNewResource(path(name), false)))) {
        return bytes.readAllBytes();
      } catch (FileNotFoundException e) {
        return null;
      }
    }

    @Override
    public List<String> list(String prefix) throws IOException {
      return FileSystems.match(path(prefix) + "*", EmptyMatchTreatment.ALLOW).metadata().stream()
          .map(m -> prefix + m.resourceId().getFilename())
          .sorted()
          .toList();
    }

    @Override
    public void write(String name, byte[] bytes) throws IOException {
      try (OutputStream out =
          Channels.newOutputStream(
              FileSystems.create(
                  FileSystems.matchNewResource(path(name), false), "application/json"))) {
        out.write(bytes);
      }
    }

    @Override
    public void delete(String name) throws IOException {
      FileSystems.delete(
          List.of(FileSystems.matchNewResource(path(name), false)),
          StandardMoveOptions.IGNORE_MISSING_FILES);
    }

    private String path(String name) {
      return location.endsWith("/") ? location + name : location + "/" + name;
    }
  }
}
