package org.polarbeam.pipelines.rundir;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.Create;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.Reshuffle;
import org.apache.beam.sdk.values.PBegin;
import org.apache.beam.sdk.values.PCollection;
import org.polarbeam.files.Json;
import org.polarbeam.transforms.internal.BeamFiles;

/** Reads records from JSON lines files, with errors that name file and line. */
public final class ReadLines<T> extends PTransform<PBegin, PCollection<T>> {
  private static final long serialVersionUID = 1L;

  private final List<String> files;
  private final Class<T> type;
  private final Coder<T> coder;

  private ReadLines(List<String> files, Class<T> type, Coder<T> coder) {
    this.files = files;
    this.type = type;
    this.coder = coder;
  }

  /** Reads these files. */
  public static <T> ReadLines<T> from(List<String> files, Class<T> type, Coder<T> coder) {
    return new ReadLines<>(files.stream().map(BeamFiles::absolute).toList(), type, coder);
  }

  @Override
  public PCollection<T> expand(PBegin begin) {
    return begin
        .apply("Files", Create.of(files).withCoder(StringUtf8Coder.of()))
        .apply("Spread", Reshuffle.viaRandomKey())
        .apply("Read", ParDo.of(new ReadFn<>(type)))
        .setCoder(coder);
  }

  private static final class ReadFn<T> extends DoFn<String, T> {
    private static final long serialVersionUID = 1L;
    private final Class<T> type;

    ReadFn(Class<T> type) {
      this.type = type;
    }

    @ProcessElement
    public void process(@Element String file, OutputReceiver<T> out) throws IOException {
      try (BufferedReader lines = new BufferedReader(BeamFiles.open(file))) {
        long number = 0;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          number++;
          if (!line.isBlank()) {
            out.output(Json.read(type, line, file, number));
          }
        }
      }
    }
  }
}
