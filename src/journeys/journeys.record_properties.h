// RecordProperties: the values of properties as the record of one workspace has them.
#pragma once

#include "journey_engine/property_column.h"
#include "storage/database.h"

namespace throughline::journeys {

class DerivedProperty;

// Thread-safe.
class RecordProperties : public journey_engine::PropertySource {
 public:
  // The database must outlive this.
  explicit RecordProperties(storage::Database& database) : database_(database) {}
  // Each call reads in a transaction of its own.
  Result<void> read(const std::string& property, std::uint64_t first, std::uint64_t last,
                    const Sink& sink) override;

 private:
  Result<void> read_derived(const DerivedProperty& property, std::uint64_t first,
                            std::uint64_t last, const Sink& sink);

  storage::Database& database_;
};

}  // namespace throughline::journeys
