#include "demo/user_agent.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

namespace throughline::demo {
namespace {

// Chrome 131 came in November 2024, and a new one about every four weeks since.
int chrome_major(Time at) {
  const std::int64_t since = at.us - start_of({2024, 11, 12}).us;
  return static_cast<int>(131 + (std::max<std::int64_t>(since, 0) / (28 * us_per_day)));
}

// Counts September's releases: 18 came in 2024, 26 in 2025.
int ios_major(Time at) {
  const Date date = utc_date(at);
  const int year = date.month >= 9 ? date.year : date.year - 1;
  return year <= 2024 ? 18 : year - 2025 + 26;
}

int ios_minor(Time at) {
  const Date date = utc_date(at);
  return static_cast<int>((date.month + 3) % 12) / 2;
}

constexpr std::string_view webkit = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
constexpr std::string_view blink = "AppleWebKit/537.36 (KHTML, like Gecko)";

std::string on_iphone(const Device& device, Time at) {
  const std::string version = fmt::format("{}_{}", ios_major(at), ios_minor(at));
  const std::string system =
      fmt::format("Mozilla/5.0 (iPhone; CPU iPhone OS {} like Mac OS X) {}", version, webkit);
  if (device.browser == Browser::chrome) {
    return fmt::format("{} CriOS/{}.0.6778.73 Mobile/15E148 Safari/604.1", system,
                       chrome_major(at));
  }
  return fmt::format("{} Version/{}.{} Mobile/15E148 Safari/604.1", system, ios_major(at),
                     ios_minor(at));
}

std::string on_android(const Device& device, Time at) {
  if (device.browser == Browser::firefox) {
    const int version = chrome_major(at) + 1;
    return fmt::format("Mozilla/5.0 (Android 15; Mobile; rv:{0}.0) Gecko/{0}.0 Firefox/{0}.0",
                       version);
  }
  return fmt::format("Mozilla/5.0 (Linux; Android 10; K) {} Chrome/{}.0.0.0 Mobile Safari/537.36",
                     blink, chrome_major(at));
}

std::string on_computer(const Device& device, Time at) {
  const std::string_view system = device.platform == Platform::mac
                                      ? "Macintosh; Intel Mac OS X 10_15_7"
                                      : "Windows NT 10.0; Win64; x64";
  const int chrome = chrome_major(at);
  switch (device.browser) {
    case Browser::firefox:
      return fmt::format(
          "Mozilla/5.0 ({}; rv:{}.0) Gecko/20100101 Firefox/{}.0",
          device.platform == Platform::mac ? "Macintosh; Intel Mac OS X 10.15" : system, chrome + 1,
          chrome + 1);
    case Browser::safari:
      return fmt::format("Mozilla/5.0 ({}) {} Version/{}.{} Safari/605.1.15", system, webkit,
                         ios_major(at), ios_minor(at));
    case Browser::edge:
      return fmt::format("Mozilla/5.0 ({}) {} Chrome/{}.0.0.0 Safari/537.36 Edg/{}.0.0.0", system,
                         blink, chrome, chrome);
    case Browser::chrome:
      break;
  }
  return fmt::format("Mozilla/5.0 ({}) {} Chrome/{}.0.0.0 Safari/537.36", system, blink, chrome);
}

struct Model {
  std::string_view manufacturer;
  std::string_view model;
  std::string_view name;
};
constexpr std::array<Model, 5> iphones = {{{"Apple", "iPhone14,5", "iPhone 13"},
                                           {"Apple", "iPhone15,2", "iPhone 14 Pro"},
                                           {"Apple", "iPhone15,4", "iPhone 15"},
                                           {"Apple", "iPhone17,1", "iPhone 16 Pro"},
                                           {"Apple", "iPhone14,6", "iPhone SE"}}};
constexpr std::array<Model, 6> androids = {{{"Samsung", "SM-S921B", "Galaxy S24"},
                                            {"Samsung", "SM-A556B", "Galaxy A55"},
                                            {"Google", "Pixel 8", "Pixel 8"},
                                            {"Xiaomi", "23117RA68G", "Redmi Note 13 Pro"},
                                            {"Motorola", "XT2347-1", "moto g84"},
                                            {"OnePlus", "CPH2581", "OnePlus 12"}}};

}  // namespace

std::string user_agent_of(const Device& device, Time at) {
  switch (device.platform) {
    case Platform::iphone:
      return on_iphone(device, at);
    case Platform::android:
      return on_android(device, at);
    default:
      return on_computer(device, at);
  }
}

Handset handset_of(const Device& device, Time at) {
  if (device.platform == Platform::iphone) {
    const Model& model = iphones.at(device.id % iphones.size());
    return {model.manufacturer, model.model, model.name, "iOS",
            fmt::format("{}.{}", ios_major(at), ios_minor(at))};
  }
  const Model& model = androids.at(device.id % androids.size());
  return {model.manufacturer, model.model, model.name, "Android", device.id % 3 == 0 ? "14" : "15"};
}

std::string app_version_on(Time at) {
  const std::int64_t releases = (at.us - start_of({2024, 1, 8}).us) / (35 * us_per_day);
  return fmt::format("5.{}.{}", std::max<std::int64_t>(releases, 0), releases % 3);
}

}  // namespace throughline::demo
