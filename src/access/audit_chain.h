// AuditChain: each entry of the audit carries a hash over itself and the hash before it, so that
// none can be changed, taken out or put in between without all that follow showing it. Pure.
#pragma once

#include <string>
#include <string_view>

#include "base/time.h"

namespace throughline::access {

// What the hash covers.
struct ChainedText {
  Time at = {};
  std::string_view actor = {};
  std::string_view action = {};
  std::string_view target = {};
  std::string_view detail = {};
};

// SHA-256 of the former hash (empty before the first entry) and the entry; 32 bytes.
std::string chained_hash(std::string_view former, const ChainedText& entry);

}  // namespace throughline::access
