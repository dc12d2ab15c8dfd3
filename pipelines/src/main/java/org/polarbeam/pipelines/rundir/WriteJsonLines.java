package org.polarbeam.pipelines.rundir;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.KvCoder;
import org.apache.beam.sdk.coders.StringUtf8Coder;
import org.apache.beam.sdk.transforms.DoFn;
import org.apache.beam.sdk.transforms.GroupByKey;
import org.apache.beam.sdk.transforms.PTransform;
import org.apache.beam.sdk.transforms.ParDo;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.transforms.WithKeys;
import org.apache.beam.sdk.values.KV;
import org.apache.beam.sdk.values.PCollection;
import org.apache.beam.sdk.values.TypeDescriptors;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.Json;
import org.polarbeam.transforms.internal.BeamFiles;

/**
 * Writes records as JSON lines, one sorted file for each group of them. Gives each file when it is
 * written.
 */
public final class WriteJsonLines<T> extends PTransform<PCollection<T>, PCollection<String>> {
  private static final long serialVersionUID = 1L;

  /** A comparator that can be sent to workers. */
  public interface Order<T> extends Comparator<T>, Serializable {}

  private final String directory;
  private final Coder<T> coder;
  private final SerializableFunction<T, String> group;
  private final Order<T> order;
  private final SerializableFunction<T, Boolean> simulated;

  private WriteJsonLines(
      String directory,
      Coder<T> coder,
      SerializableFunction<T, String> group,
      Order<T> order,
      SerializableFunction<T, Boolean> simulated) {
    this.directory = directory;
    this.coder = coder;
    this.group = group;
    this.order = order;
    this.simulated = simulated;
  }

  /**
   * Writes to {@code directory/GROUP.jsonl}.
   *
   * @param group which file a record belongs to
   * @param order of the records in a file
   * @param simulated whether to mark a record
   */
  static <T> WriteJsonLines<T> to(
      String directory,
      Coder<T> coder,
      SerializableFunction<T, String> group,
      Order<T> order,
      SerializableFunction<T, Boolean> simulated) {
    return new WriteJsonLines<>(BeamFiles.absolute(directory), coder, group, order, simulated);
  }

  @Override
  public PCollection<String> expand(PCollection<T> records) {
    return records
        .apply("ByFile", WithKeys.of(group).withKeyType(TypeDescriptors.strings()))
        .setCoder(KvCoder.of(StringUtf8Coder.of(), coder))
        .apply("Group", GroupByKey.create())
        .apply("Write", ParDo.of(new WriteFn<>(directory, order, simulated)));
  }

  private static final class WriteFn<T> extends DoFn<KV<String, Iterable<T>>, String> {
    private static final long serialVersionUID = 1L;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final String directory;
    private final Order<T> order;
    private final SerializableFunction<T, Boolean> simulated;

    WriteFn(String directory, Order<T> order, SerializableFunction<T, Boolean> simulated) {
      this.directory = directory;
      this.order = order;
      this.simulated = simulated;
    }

    @ProcessElement
    public void process(@Element KV<String, Iterable<T>> file, OutputReceiver<String> written)
        throws IOException {
      List<T> records = new ArrayList<>();
      file.getValue().forEach(records::add);
      records.sort(order);
      StringBuilder lines = new StringBuilder();
      for (T record : records) {
        lines.append(line(record)).append('\n');
      }
      String path = BeamFiles.in(directory, FileNames.of(file.getKey()) + ".jsonl");
      BeamFiles.write(path, lines.toString());
      written.output(path);
    }

    private String line(T record) throws JsonProcessingException {
      if (!simulated.apply(record)) {
        return Json.write(record);
      }
      ObjectNode node = MAPPER.valueToTree(record);
      return node.put(DataMark.FIELD, DataMark.SIMULATED).toString();
    }
  }
}
