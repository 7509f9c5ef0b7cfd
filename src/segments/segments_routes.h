// The REST API of segments.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "codec/openapi.h"
#include "http/router.h"
#include "segments/segments.h"

namespace throughline::segments {

struct PersonName {
  std::string id = {};  // Public.
  std::optional<std::string> name = {};
};
// What people are called; who was erased meanwhile is left out.
using PersonNames = std::function<Result<std::map<ProfileId, PersonName>>(
    const Actor&, const std::vector<ProfileId>&)>;

void add_segments_routes(http::Router& router, codec::Schemas& schemas, Segments& segments,
                         const PersonNames& names);

}  // namespace throughline::segments
