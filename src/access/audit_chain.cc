#include "access/audit_chain.h"

#include <sodium.h>

#include "codec/json_writer.h"

namespace throughline::access {

std::string chained_hash(std::string_view former, const ChainedText& entry) {
  // An array of JSON strings: no two entries have the same text.
  std::string text(former);
  text += codec::JsonWriter()
              .begin_array()
              .value(entry.at.us)
              .value(entry.actor)
              .value(entry.action)
              .value(entry.target)
              .value(entry.detail)
              .end_array()
              .take();
  std::string hash(crypto_hash_sha256_BYTES, '\0');
  crypto_hash_sha256(reinterpret_cast<unsigned char*>(hash.data()),
                     reinterpret_cast<const unsigned char*>(text.data()), text.size());
  return hash;
}

}  // namespace throughline::access
