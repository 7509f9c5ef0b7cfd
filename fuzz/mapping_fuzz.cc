// Files that come in: whatever the bytes, a proposal can be made or not, a proposed mapping can be
// taken, and every row becomes messages that are JSON or a refusal. A line with three stars parts a
// mapping from its file.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "transfer/proposal.h"
#include "transfer/row.h"

namespace throughline::transfer {
namespace {

void require(bool holds) {
  if (!holds) {
    std::abort();
  }
}

void map_all(const Mapping& mapping, std::string_view text) {
  RowParser parser(mapping);
  if (parser.feed(text).ok()) {
    (void)parser.finish();
  }
  for (const RawRow& row : parser.rows()) {
    const MappedRow mapped = map_row(mapping, parser.header(), row);
    for (const std::string& message : mapped.messages) {
      require(codec::JsonDocument::parse(message, codec::body_json_limits).ok());
    }
    (void)content_of(row);
  }
}

}  // namespace
}  // namespace throughline::transfer

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace throughline::transfer;
  const std::string_view text(reinterpret_cast<const char*>(data), size);
  const std::size_t stars = text.find("\n***\n");
  if (stars != std::string_view::npos) {
    const auto mapping = parse_mapping(text.substr(0, stars));
    if (mapping.ok()) {
      map_all(*mapping, text.substr(stars + 5));
    }
    return 0;
  }
  const auto proposal = propose(text, Extent::whole, "file.csv");
  if (proposal.ok()) {
    if (const auto mapping = parse_mapping(mapping_of(*proposal)); mapping.ok()) {
      map_all(*mapping, text);
    }
  }
  return 0;
}
