package org.polarbeam.pipelines;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.beam.sdk.transforms.MapElements;
import org.apache.beam.sdk.transforms.SerializableFunction;
import org.apache.beam.sdk.values.TypeDescriptors;

/** The column {@code persona}, which tables have where prompts name countries, and only there. */
record PersonaColumn(boolean isThere) implements Serializable {
  static PersonaColumn of(Collection<String> personas) {
    return new PersonaColumn(!personas.isEmpty());
  }

  /** The columns of a table with it, or their order. */
  String in(String header) {
    return isThere ? header + ",persona" : header;
  }

  /** Rows of a table with it. */
  <T> MapElements<T, List<String>> rows(
      SerializableFunction<T, List<String>> row, SerializableFunction<T, String> persona) {
    boolean there = isThere;
    return MapElements.into(TypeDescriptors.lists(TypeDescriptors.strings()))
        .via(
            (T element) ->
                there ? with(row.apply(element), persona.apply(element)) : row.apply(element));
  }

  private static List<String> with(List<String> row, String persona) {
    List<String> longer = new ArrayList<>(row);
    longer.add(persona);
    return longer;
  }
}
