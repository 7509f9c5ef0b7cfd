// FailNth: a fault plan that fails one call, and counts them all.
#pragma once

#include <atomic>

#include "storage/fault_plan.h"

namespace throughline::testing {

// Fails nothing until armed. Thread-safe.
class FailNth : public storage::FaultPlan {
 public:
  bool fails(storage::Call call) override {
    (void)call;
    return armed_ && ++calls_ == nth_;
  }

  // Fails the `nth` call from now on, counted from 1.
  void arm(int nth) {
    calls_ = 0;
    nth_ = nth;
    armed_ = true;
  }
  // Whether the call came; false when there were fewer calls than that.
  bool disarm() {
    armed_ = false;
    return calls_ >= nth_;
  }

 private:
  std::atomic<bool> armed_ = false;
  std::atomic<int> calls_ = 0;
  std::atomic<int> nth_ = 0;
};

}  // namespace throughline::testing
