package org.polarbeam.pipelines.rundir;

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
import org.polarbeam.files.Column;
import org.polarbeam.files.DataMark;
import org.polarbeam.files.Table;

/** A table as an Avro file; the same rows give the same bytes. */
final class AvroTable {
  private static final int SYNC_BYTES = 16;

  private AvroTable() {}

  /**
   * The file.
   *
   * @param sheet the header, and the rows in their order
   */
  static byte[] of(Table<?> table, List<List<String>> sheet) throws IOException {
    List<String> header = sheet.get(0);
    List<Column.Type> types = header.stream().map(name -> type(table, name)).toList();
    Schema schema = schema(table.name(), header, types);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataFileWriter<GenericRecord> writer =
        new DataFileWriter<>(new GenericDatumWriter<GenericRecord>(schema))) {
      writer.setCodec(CodecFactory.deflateCodec(6));
      // The mark between blocks is drawn at random unless it is given.
      byte[] sync = Arrays.copyOf(table.name().getBytes(StandardCharsets.UTF_8), SYNC_BYTES);
      writer.create(schema, bytes, sync);
      for (List<String> row : sheet.subList(1, sheet.size())) {
        GenericRecord record = new GenericData.Record(schema);
        for (int i = 0; i < header.size(); i++) {
          record.put(i, types.get(i).value(row.get(i)));
        }
        writer.append(record);
      }
    }
    return bytes.toByteArray();
  }

  private static Column.Type type(Table<?> table, String name) {
    return name.equals(DataMark.FIELD) ? Column.Type.TEXT : table.column(name).type();
  }

  private static Schema schema(String name, List<String> header, List<Column.Type> types) {
    var fields = SchemaBuilder.record(name).namespace("org.polarbeam").fields();
    for (int i = 0; i < header.size(); i++) {
      fields =
          switch (types.get(i)) {
            case TEXT -> fields.optionalString(header.get(i));
            case COUNT -> fields.optionalLong(header.get(i));
            case NUMBER -> fields.optionalDouble(header.get(i));
            case FLAG -> fields.optionalBoolean(header.get(i));
          };
    }
    return fields.endRecord();
  }
}
