package org.polarbeam.pipelines;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.file.CodecFactory;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;

/** A table as an Avro file; the same rows give the same bytes. */
final class AvroTable {
  private static final int SYNC_BYTES = 16;

  private AvroTable() {}

  /**
   * The file.
   *
   * @param name the table's, which its records are called by
   * @param rows the header, and the rows in their order
   */
  static byte[] of(String name, List<List<String>> rows) throws IOException {
    List<String> header = rows.get(0);
    Schema schema = schema(name, header);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.deflateCodec(6));
      // The mark between blocks is drawn at random unless it is given.
      byte[] sync = Arrays.copyOf(name.getBytes(StandardCharsets.UTF_8), SYNC_BYTES);
      writer.create(schema, bytes, sync);
      for (List<String> row : rows.subList(1, rows.size())) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < header.size(); i++) {
          record.put(i, Column.of(name, header.get(i)).value(row.get(i)));
        }
        writer.append(record);
      }
    }
    return bytes.toByteArray();
  }

  private static Schema schema(String name, List<String> header) {
    var fields = SchemaBuilder.record(name).namespace("org.polarbeam").fields();
    for (String column : header) {
      fields =
          switch (Column.of(name, column)) {
            case TEXT -> fields.optionalString(column);
            case COUNT -> fields.optionalLong(column);
            case NUMBER -> fields.optionalDouble(column);
          };
    }
    return fields.endRecord();
  }
}
