package org.polarbeam.transforms.internal;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.schemas.Schema;
import org.apache.beam.sdk.schemas.Schema.FieldType;
import org.apache.beam.sdk.schemas.SchemaCoder;
import org.apache.beam.sdk.schemas.SchemaProvider;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.Row;
import org.apache.beam.sdk.values.TypeDescriptor;
import org.polarbeam.files.SharedText;

/**
 * Beam schemas of our Java records, which Beam's own providers do not infer. A component may be a
 * primitive, a boxed number, a string, a list of strings, an array of doubles, or another record;
 * whatever is not a primitive may be null.
 */
public final class RecordSchemas implements SchemaProvider {
  private static final long serialVersionUID = 1L;
  private static final String OURS = "org.polarbeam.";

  /**
   * What reflection tells of a record class, looked up once.
   *
   * @param getters of the components, from the record
   * @param maker of a record, from an array of its components
   */
  private record Layout(
      Schema schema, Class<?>[] types, MethodHandle[] getters, MethodHandle maker) {
    static Layout of(Class<?> type) {
      RecordComponent[] components = type.getRecordComponents();
      Class<?>[] types = new Class<?>[components.length];
      MethodHandle[] getters = new MethodHandle[components.length];
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      try {
        for (int i = 0; i < components.length; i++) {
          types[i] = components[i].getType();
          Method getter = components[i].getAccessor();
          getter.setAccessible(true);
          getters[i] =
              lookup.unreflect(getter).asType(MethodType.methodType(Object.class, Object.class));
        }
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        MethodHandle maker =
            lookup
                .unreflectConstructor(constructor)
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
        return new Layout(RecordSchemas.schema(type), types, getters, maker);
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + type, e);
      }
    }

    Object get(int component, Object record) {
      try {
        return getters[component].invokeExact(record);
      } catch (Throwable e) {
        throw new IllegalStateException("cannot read " + record.getClass(), e);
      }
    }

    Object make(Object[] values) {
      try {
        return maker.invokeExact(values);
      } catch (RuntimeException e) {
        throw e;
      } catch (Throwable e) {
        throw new IllegalStateException("cannot make a record of " + schema, e);
      }
    }
  }

  private static final ClassValue<Layout> LAYOUTS =
      new ClassValue<>() {
        @Override
        protected Layout computeValue(Class<?> type) {
          return Layout.of(type);
        }
      };

  /** The coder of a record, by its schema. */
  public static <T extends Record> Coder<T> coder(Class<T> type) {
    TypeDescriptor<T> descriptor = TypeDescriptor.of(type);
    return SchemaCoder.of(
        LAYOUTS.get(type).schema, descriptor, new ToRow<>(type), new FromRow<>(type));
  }

  @Override
  public <T> Schema schemaFor(TypeDescriptor<T> type) {
    return isOurs(type) ? LAYOUTS.get(type.getRawType()).schema : null;
  }

  @Override
  public <T> SerializableFunction<T, Row> toRowFunction(TypeDescriptor<T> type) {
    return isOurs(type) ? new ToRow<>(type.getRawType()) : null;
  }

  @Override
  @SuppressWarnings("unchecked") // a record's canonical constructor makes that record
  public <T> SerializableFunction<Row, T> fromRowFunction(TypeDescriptor<T> type) {
    return isOurs(type) ? new FromRow<>((Class<T>) type.getRawType()) : null;
  }

  /** Whether a type is a record of ours that has a schema. */
  static boolean isOurs(TypeDescriptor<?> type) {
    Class<?> raw = type.getRawType();
    return raw.isRecord()
        && raw.getName().startsWith(OURS)
        && Arrays.stream(raw.getRecordComponents())
            .allMatch(c -> fieldType(c.getGenericType(), c.getType()) != null);
  }

  private static Schema schema(Class<?> type) {
    Schema.Builder schema = Schema.builder();
    for (RecordComponent c : type.getRecordComponents()) {
      FieldType field = fieldType(c.getGenericType(), c.getType());
      if (field == null) {
        throw new IllegalArgumentException(
            type.getName() + "." + c.getName() + " has no Beam schema: " + c.getGenericType());
      }
      schema.addField(c.getName(), field.withNullable(!c.getType().isPrimitive()));
    }
    return schema.build();
  }

  private static FieldType fieldType(Type generic, Class<?> type) {
    if (type == String.class) {
      return FieldType.STRING;
    }
    if (type == int.class || type == Integer.class) {
      return FieldType.INT32;
    }
    if (type == long.class || type == Long.class) {
      return FieldType.INT64;
    }
    if (type == double.class || type == Double.class) {
      return FieldType.DOUBLE;
    }
    if (type == boolean.class || type == Boolean.class) {
      return FieldType.BOOLEAN;
    }
    if (type == double[].class) {
      return FieldType.BYTES; // 8 each, big-endian: a boxed number for each would be slow
    }
    if (type == List.class && generic.getTypeName().endsWith("<java.lang.String>")) {
      return FieldType.array(FieldType.STRING);
    }
    return type.isRecord() ? FieldType.row(schema(type)) : null;
  }

  private static final class ToRow<T> implements SerializableFunction<T, Row> {
    private static final long serialVersionUID = 1L;
    private final Class<?> type;

    ToRow(Class<?> type) {
      this.type = type;
    }

    @Override
    public Row apply(T record) {
      return row((Record) record, type);
    }

    private static Row row(Record record, Class<?> type) {
      Layout layout = LAYOUTS.get(type);
      List<Object> values = new ArrayList<>(layout.types.length);
      for (int i = 0; i < layout.types.length; i++) {
        Object value = layout.get(i, record);
        if (value instanceof double[] array) {
          ByteBuffer bytes = ByteBuffer.allocate(array.length * Double.BYTES);
          bytes.asDoubleBuffer().put(array);
          value = bytes.array();
        } else if (value instanceof Record nested) {
          value = row(nested, nested.getClass());
        }
        values.add(value);
      }
      return Row.withSchema(layout.schema).attachValues(values);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof ToRow<?> that && that.type == type;
    }

    @Override
    public int hashCode() {
      return type.hashCode();
    }
  }

  private static final class FromRow<T> implements SerializableFunction<Row, T> {
    private static final long serialVersionUID = 1L;
    private final Class<T> type;

    FromRow(Class<T> type) {
      this.type = type;
    }

    @Override
    public T apply(Row row) {
      return type.cast(record(row, type));
    }

    private static Object record(Row row, Class<?> type) {
      Layout layout = LAYOUTS.get(type);
      Object[] values = new Object[layout.types.length];
      for (int i = 0; i < values.length; i++) {
        Class<?> its = layout.types[i];
        Object value = row.getValue(i);
        if (value instanceof String text) {
          value = SharedText.of(text);
        } else if (value instanceof Row nested) {
          value = record(nested, its);
        } else if (its == double[].class && value != null) {
          DoubleBuffer doubles = ByteBuffer.wrap((byte[]) value).asDoubleBuffer();
          double[] array = new double[doubles.remaining()];
          doubles.get(array);
          value = array;
        } else if (value instanceof List<?> list) {
          value = List.copyOf(list);
        }
        values[i] = value;
      }
      return layout.make(values);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof FromRow<?> that && that.type == type;
    }

    @Override
    public int hashCode() {
      return type.hashCode();
    }
  }
}
