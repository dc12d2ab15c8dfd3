package org.polarbeam.transforms.internal;

import java.util.List;
import org.apache.beam.sdk.schemas.SchemaProvider;
import org.apache.beam.sdk.schemas.SchemaProviderRegistrar;

/** Makes Beam find {@link RecordSchemas} by itself. */
public final class RecordSchemasRegistrar implements SchemaProviderRegistrar {
  @Override
  public List<SchemaProvider> getSchemaProviders() {
    return List.of(new RecordSchemas());
  }
}
