#include "codec/user_agent.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

#include "base/name_table.h"
#include "base/text.h"

namespace throughline::codec {
namespace {

constexpr std::array<std::string_view, 7> device_names = {"unknown", "phone",   "tablet", "desktop",
                                                          "tv",      "program", "bot"};

// `token` stands directly before the version.
struct Product {
  std::string_view token;
  std::string_view name;
};

// The first that matches counts: most browsers also claim to be the ones below them.
constexpr std::array browsers = {
    Product{"Edg/", "Edge"},
    Product{"EdgA/", "Edge"},
    Product{"EdgiOS/", "Edge"},
    Product{"Edge/", "Edge"},
    Product{"OPR/", "Opera"},
    Product{"OPT/", "Opera"},
    Product{"OPiOS/", "Opera"},
    Product{"Opera Mini/", "Opera Mini"},
    Product{"SamsungBrowser/", "Samsung Internet"},
    Product{"YaBrowser/", "Yandex Browser"},
    Product{"Vivaldi/", "Vivaldi"},
    Product{"UCBrowser/", "UC Browser"},
    Product{"MiuiBrowser/", "Mi Browser"},
    Product{"HuaweiBrowser/", "Huawei Browser"},
    Product{"Whale/", "Whale"},
    Product{"DuckDuckGo/", "DuckDuckGo"},
    Product{"Ddg/", "DuckDuckGo"},
    Product{"Silk/", "Silk"},
    Product{"Instagram ", "Instagram"},
    Product{"FBAV/", "Facebook"},
    Product{"FB_IAB/", "Facebook"},
    Product{"GSA/", "Google App"},
    Product{"Electron/", "Electron"},
    Product{"FxiOS/", "Firefox"},
    Product{"Focus/", "Firefox Focus"},
    Product{"SeaMonkey/", "SeaMonkey"},
    Product{"Firefox/", "Firefox"},
    Product{"CriOS/", "Chrome"},
    Product{"Chromium/", "Chromium"},
    Product{"Chrome/", "Chrome"},
    Product{"MSIE ", "Internet Explorer"},
};

constexpr std::array programs = {
    Product{"curl/", "curl"},
    Product{"Wget/", "Wget"},
    Product{"HTTPie/", "HTTPie"},
    Product{"PostmanRuntime/", "Postman"},
    Product{"insomnia/", "Insomnia"},
    Product{"python-requests/", "python-requests"},
    Product{"Python-urllib/", "Python-urllib"},
    Product{"python-httpx/", "httpx"},
    Product{"aiohttp/", "aiohttp"},
    Product{"axios/", "axios"},
    Product{"node-fetch/", "node-fetch"},
    Product{"undici/", "undici"},
    Product{"Deno/", "Deno"},
    Product{"Bun/", "Bun"},
    Product{"Go-http-client/", "Go"},
    Product{"okhttp/", "OkHttp"},
    Product{"Apache-HttpClient/", "Apache HttpClient"},
    Product{"Java/", "Java"},
    Product{"Java-http-client/", "Java"},
    Product{"GuzzleHttp/", "Guzzle"},
    Product{"Faraday v", "Faraday"},
    Product{"Ruby/", "Ruby"},
    Product{"PHP/", "PHP"},
    Product{"libwww-perl/", "libwww-perl"},
    Product{"analytics-node/", "analytics-node"},
    Product{"analytics-python/", "analytics-python"},
    Product{"Node.js/", "Node.js"},
    Product{"Node/", "Node.js"},
    Product{"node/", "Node.js"},
};

// In lower case, anywhere in the header: those who call themselves neither bot, crawler nor spider.
constexpr std::array<std::string_view, 16> bot_marks = {"bot",
                                                        "crawler",
                                                        "spider",
                                                        "slurp",
                                                        "facebookexternalhit",
                                                        "facebookcatalog",
                                                        "mediapartners-google",
                                                        "apis-google",
                                                        "google-inspectiontool",
                                                        "headlesschrome",
                                                        "lighthouse",
                                                        "phantomjs",
                                                        "embedly",
                                                        "pingdom",
                                                        "whatsapp/",
                                                        "feedfetcher"};

struct System {
  std::string_view mark;
  std::string_view name;
  DeviceKind device;
};

constexpr std::array systems = {
    System{"Windows Phone", "Windows Phone", DeviceKind::phone},
    System{"Windows", "Windows", DeviceKind::desktop},
    System{"iPad", "iPadOS", DeviceKind::tablet},
    System{"iPhone", "iOS", DeviceKind::phone},
    System{"iPod", "iOS", DeviceKind::phone},
    System{"AppleTV", "tvOS", DeviceKind::tv},
    System{"Apple TV", "tvOS", DeviceKind::tv},
    System{"CrKey", "Chromecast", DeviceKind::tv},
    System{"Web0S", "webOS", DeviceKind::tv},
    System{"SMART-TV", "Tizen", DeviceKind::tv},
    System{"Tizen", "Tizen", DeviceKind::unknown},
    System{"KAIOS", "KaiOS", DeviceKind::phone},
    System{"HarmonyOS", "HarmonyOS", DeviceKind::unknown},
    System{"Android", "Android", DeviceKind::unknown},
    System{"CrOS", "ChromeOS", DeviceKind::desktop},
    System{"Macintosh", "macOS", DeviceKind::desktop},
    System{"FreeBSD", "FreeBSD", DeviceKind::desktop},
    System{"OpenBSD", "OpenBSD", DeviceKind::desktop},
    System{"Linux", "Linux", DeviceKind::desktop},
    System{"X11", "Linux", DeviceKind::desktop},
};

constexpr std::array<std::string_view, 4> television_marks = {"Android TV", "GoogleTV", "BRAVIA",
                                                              "; AFT"};

bool has(std::string_view header, std::string_view mark) {
  return header.find(mark) != std::string_view::npos;
}

bool is_digit_or_dot(char c) {
  return (c >= '0' && c <= '9') || c == '.';
}

bool is_name_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '_' || c == '.';
}

std::string version_at(std::string_view header, std::size_t at) {
  constexpr std::size_t version_bytes_max = 32;
  const std::string_view rest = header.substr(at, version_bytes_max);
  const auto* const end = std::ranges::find_if_not(rest, is_digit_or_dot);
  std::string version(rest.begin(), end);
  while (version.ends_with('.')) {
    version.pop_back();
  }
  return version;
}

std::string version_after(std::string_view header, std::string_view token) {
  const std::size_t at = header.find(token);
  return at == std::string_view::npos ? std::string() : version_at(header, at + token.size());
}

const Product* first_product(std::string_view header, std::span<const Product> products) {
  const auto found = std::ranges::find_if(
      products, [&](const Product& product) { return has(header, product.token); });
  return found == products.end() ? nullptr : &*found;
}

// Where a bot's mark stands. "Cubot" makes telephones.
std::optional<std::size_t> bot_mark(std::string_view lower) {
  for (const std::string_view mark : bot_marks) {
    for (std::size_t at = lower.find(mark); at != std::string_view::npos;
         at = lower.find(mark, at + 1)) {
      if (at < 2 || lower.substr(at - 2, 5) != "cubot") {
        return at;
      }
    }
  }
  return std::nullopt;
}

// The word that the mark is part of, and the version behind it.
void read_bot(UserAgent& agent, std::string_view header, std::size_t mark) {
  std::size_t begin = mark;
  while (begin > 0 && is_name_character(header[begin - 1])) {
    --begin;
  }
  std::size_t end = mark;
  while (end < header.size() && is_name_character(header[end])) {
    ++end;
  }
  agent.browser = header.substr(begin, end - begin);
  agent.version = version_at(header, std::min(end + 1, header.size()));
  agent.device = DeviceKind::bot;
}

void read_browser(UserAgent& agent, std::string_view header) {
  if (const Product* product = first_product(header, browsers)) {
    agent.browser = product->name;
    agent.version = version_after(header, product->token);
  } else if (has(header, "Trident/")) {
    agent.browser = "Internet Explorer";
    agent.version = version_after(header, "rv:");
  } else if (has(header, "Opera/")) {
    agent.browser = "Opera";
    agent.version = version_after(header, has(header, "Version/") ? "Version/" : "Opera/");
  } else if (has(header, "Android") && has(header, "Version/")) {
    agent.browser = "Android Browser";
    agent.version = version_after(header, "Version/");
  } else if (has(header, "Safari/") || (has(header, "AppleWebKit/") && has(header, "Version/"))) {
    agent.browser = "Safari";
    agent.version = version_after(header, "Version/");
  }
  if (agent.browser == "Chrome" && has(header, "; wv)")) {
    agent.browser = "Android WebView";
  }
}

void read_system(UserAgent& agent, std::string_view header) {
  const auto* const found =
      std::ranges::find_if(systems, [&](const System& system) { return has(header, system.mark); });
  if (found == systems.end()) {
    return;
  }
  agent.os = found->name;
  agent.device = found->device;
  if (agent.device == DeviceKind::unknown) {
    const bool is_phone = has(header, "Mobile") || has(header, "Opera Mini");
    agent.device = is_phone ? DeviceKind::phone : DeviceKind::tablet;
    if (std::ranges::any_of(television_marks,
                            [&](std::string_view mark) { return has(header, mark); })) {
      agent.device = DeviceKind::tv;
    }
  }
}

}  // namespace

std::string_view name_of(DeviceKind kind) {
  return name_in(device_names, kind);
}

Result<DeviceKind> parse_device_kind(std::string_view name) {
  return parse_name<DeviceKind>(device_names, name, "kind of device");
}

UserAgent read_user_agent(std::string_view header) {
  header = trimmed(header.substr(0, user_agent_bytes_max));
  UserAgent agent;
  read_system(agent, header);
  if (const auto mark = bot_mark(ascii_lower(header))) {
    read_bot(agent, header, *mark);
    return agent;
  }
  read_browser(agent, header);
  if (!agent.browser.empty()) {
    return agent;
  }
  if (const Product* program = first_product(header, programs)) {
    agent.browser = program->name;
    agent.version = version_after(header, program->token);
    agent.device = DeviceKind::program;
  } else if (header == "node" || header == "undici" || header == "axios") {
    agent.browser = header == "node" ? "Node.js" : header;
    agent.device = DeviceKind::program;
  }
  return agent;
}

}  // namespace throughline::codec
