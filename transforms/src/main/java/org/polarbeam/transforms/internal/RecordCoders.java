package org.polarbeam.transforms.internal;

import java.util.List;
import org.apache.beam.sdk.coders.CannotProvideCoderException;
import org.apache.beam.sdk.coders.Coder;
import org.apache.beam.sdk.coders.CoderProvider;
import org.apache.beam.sdk.coders.CoderProviderRegistrar;
import org.apache.beam.sdk.values.TypeDescriptor;

/**
 * Our records travel by their schema wherever no coder is named: one form for a type, as runners
 * need that join collections, and none that depends on Java's serialisation.
 */
public final class RecordCoders extends CoderProvider implements CoderProviderRegistrar {
  @Override
  public List<CoderProvider> getCoderProviders() {
    return List.of(this);
  }

  @Override
  @SuppressWarnings("unchecked") // the coder is made for the type asked for
  public <T> Coder<T> coderFor(TypeDescriptor<T> type, List<? extends Coder<?>> components)
      throws CannotProvideCoderException {
    if (!RecordSchemas.isOurs(type)) {
      throw new CannotProvideCoderException(type + " is no record of ours");
    }
    return (Coder<T>) RecordSchemas.coder((Class<? extends Record>) type.getRawType());
  }
}
