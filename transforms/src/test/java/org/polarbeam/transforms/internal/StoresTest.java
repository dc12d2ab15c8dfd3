package org.polarbeam.transforms.internal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.beam.sdk.io.FileSystems;
import org.apache.beam.sdk.options.PipelineOptionsFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.polarbeam.model.Blobs;

/** A directory, a file URL and what Beam's file systems reach keep the same things. */
class StoresTest {
  @TempDir Path folder;

  @BeforeAll
  static void registerFileSystems() {
    FileSystems.setDefaultPipelineOptions(PipelineOptionsFactory.create());
  }

  @Test
  void whatIsWrittenIsReadAndListed() throws IOException {
    for (String location : List.of(folder.resolve("a").toString(), folder.toUri() + "b", "beam")) {
      Blobs blobs =
          location.equals("beam")
              ? Stores.remote(folder.resolve("c").toString())
              : Stores.open(location);
      byte[] bytes = "an answer".getBytes(StandardCharsets.UTF_8);
      assertNull(blobs.read("ab/abc.json"), location);
      assertEquals(List.of(), blobs.list("batches/"), location);
      blobs.write("ab/abc.json", bytes);
      blobs.write("batches/2.json", bytes);
      blobs.write("batches/1.json", new byte[0]);
      blobs.write("batches/1.json", bytes);
      assertArrayEquals(bytes, blobs.read("ab/abc.json"), location);
      assertArrayEquals(bytes, blobs.read("batches/1.json"), location);
      assertEquals(List.of("batches/1.json", "batches/2.json"), blobs.list("batches/"), location);
    }
  }

  @Test
  void noLocationIsNoStore() {
    assertNull(Stores.open(""));
  }
}
