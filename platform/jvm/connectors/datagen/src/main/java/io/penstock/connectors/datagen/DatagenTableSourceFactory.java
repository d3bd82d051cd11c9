package io.penstock.connectors.datagen;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.flink.api.connector.source.Boundedness;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.catalog.Column;
import org.apache.flink.table.connector.source.DynamicTableSource;
import org.apache.flink.table.factories.DynamicTableSourceFactory;
import org.apache.flink.table.factories.FactoryUtil;

/**
 * {@code connector = penstock-datagen}: {@code rows-per-second}, {@code number-of-rows}, and for
 * each column {@code fields.<column>.kind} with the options of that generator.
 */
public final class DatagenTableSourceFactory implements DynamicTableSourceFactory {

  private static final ConfigOption<Long> ROWS_PER_SECOND =
      ConfigOptions.key("rows-per-second").longType().noDefaultValue();
  private static final ConfigOption<Long> NUMBER_OF_ROWS =
      ConfigOptions.key("number-of-rows").longType().noDefaultValue();
  private static final String FIELDS = "fields.";

  @Override
  public String factoryIdentifier() {
    return "penstock-datagen";
  }

  @Override
  public Set<ConfigOption<?>> requiredOptions() {
    return Set.of(ROWS_PER_SECOND);
  }

  @Override
  public Set<ConfigOption<?>> optionalOptions() {
    return Set.of(NUMBER_OF_ROWS);
  }

  @Override
  public DynamicTableSource createDynamicTableSource(Context context) {
    var helper = FactoryUtil.createTableFactoryHelper(this, context);
    helper.validateExcept(FIELDS);
    long rowsPerSecond = helper.getOptions().get(ROWS_PER_SECOND);
    Long numberOfRows = helper.getOptions().get(NUMBER_OF_ROWS);
    if (rowsPerSecond < 1 || (numberOfRows != null && numberOfRows < 1)) {
      throw new ValidationException(
          "'rows-per-second' and 'number-of-rows' of generated rows are at least 1.");
    }
    String table = context.getObjectIdentifier().getObjectName();
    Map<String, String> options = context.getCatalogTable().getOptions();
    List<RowGenerator.Column> columns = new ArrayList<>();
    boolean bounded = numberOfRows != null;
    for (Column column : context.getCatalogTable().getResolvedSchema().getColumns()) {
      if (!column.isPhysical()) {
        continue;
      }
      String name = column.getName();
      ColumnOptions own =
          new ColumnOptions(column.getDataType().getLogicalType(), options, FIELDS + name + ".");
      bounded |= own.isBounded();
      try {
        columns.add(
            new RowGenerator.Column(table + "." + name, own.takeNullRate(), own.takeGenerator()));
      } catch (RuntimeException e) {
        // The library of patterns has exceptions of its own.
        throw new ValidationException("Column '" + name + "': " + e.getMessage() + ".", e);
      }
    }
    RowGenerator rows = new RowGenerator(columns);
    long count = numberOfRows == null ? rows.count() : Math.min(rows.count(), numberOfRows);
    Boundedness boundedness = bounded ? Boundedness.BOUNDED : Boundedness.CONTINUOUS_UNBOUNDED;
    return new DatagenTableSource(new GeneratedRowSource(rows, count, boundedness, rowsPerSecond));
  }
}
