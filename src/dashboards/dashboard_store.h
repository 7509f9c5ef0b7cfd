// Rows of dashboards. All inside the caller's unit of work.
#pragma once

#include <string>
#include <vector>

#include "base/result.h"
#include "dashboards/dashboard.h"
#include "storage/database.h"

namespace throughline::dashboards {

Result<DashboardId> add_dashboard(storage::Transaction& tx, const Dashboard& dashboard);
Result<void> save_dashboard(storage::Transaction& tx, const Dashboard& dashboard);
Result<void> remove_dashboard(storage::Transaction& tx, DashboardId id);
Result<Dashboard> find_dashboard(storage::Transaction& tx, DashboardId id);
// In the order in which they were made.
Result<std::vector<Dashboard>> find_dashboards(storage::Transaction& tx);

}  // namespace throughline::dashboards
