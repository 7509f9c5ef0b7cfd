// FaultPlan: decides which call of storage fails. Tests only (testing/fault.h has the plans); a
// database without one pays a comparison with null.
#pragma once

namespace throughline::storage {

enum class Call { open, begin, savepoint, statement, release, roll_back_to, commit, sync };

// Thread-safe.
class FaultPlan {
 public:
  virtual ~FaultPlan() = default;
  // Asked once per call, before it is made. A call that fails has no effect.
  virtual bool fails(Call call) = 0;
};

}  // namespace throughline::storage
