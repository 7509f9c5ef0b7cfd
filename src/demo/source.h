// DemoSource: the seven places that send the demo company's messages.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "event/event.h"

namespace throughline::demo {

enum class DemoSource : std::uint8_t {
  website,
  mobile_app,
  backend,
  shop,
  support_desk,
  surveys,
  mail
};

struct SourceInfo {
  DemoSource source;
  std::string_view key;   // "mobile_app": stable, for write keys and tests.
  std::string_view name;  // As people see it.
  SourceKind kind;
};

constexpr std::array<SourceInfo, 7> demo_sources = {{
    {DemoSource::website, "website", "Website and web app", SourceKind::browser},
    {DemoSource::mobile_app, "mobile_app", "Mobile app", SourceKind::browser},
    {DemoSource::backend, "backend", "Backend", SourceKind::server},
    {DemoSource::shop, "shop", "Shop system", SourceKind::server},
    {DemoSource::support_desk, "support_desk", "Support desk", SourceKind::server},
    {DemoSource::surveys, "surveys", "Surveys", SourceKind::server},
    {DemoSource::mail, "mail", "Mail", SourceKind::server},
}};

constexpr const SourceInfo& info_of(DemoSource source) {
  return demo_sources[static_cast<std::size_t>(source)];
}

}  // namespace throughline::demo
