#include "codec/user_agent.h"

#include <gtest/gtest.h>

#include <array>
#include <ostream>

namespace throughline::codec {

std::ostream& operator<<(std::ostream& out, const UserAgent& agent) {
  return out << agent.browser << '|' << agent.version << '|' << agent.os << '|'
             << name_of(agent.device);
}

namespace {

using enum DeviceKind;

struct Case {
  const char* header;
  UserAgent expected;
};

const std::array cases = {
    Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/124.0.0.0 Safari/537.36",
         {"Chrome", "124.0.0.0", "Windows", desktop}},
    Case{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/123.0.6312.87 Safari/537.36",
         {"Chrome", "123.0.6312.87", "macOS", desktop}},
    Case{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
         "Safari/537.36",
         {"Chrome", "120.0.0.0", "Linux", desktop}},
    Case{"Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/119.0.0.0 Safari/537.36",
         {"Chrome", "119.0.0.0", "ChromeOS", desktop}},
    Case{"Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/124.0.6367.82 Mobile Safari/537.36",
         {"Chrome", "124.0.6367.82", "Android", phone}},
    Case{"Mozilla/5.0 (Linux; Android 13; SM-X906C) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/116.0.0.0 Safari/537.36",
         {"Chrome", "116.0.0.0", "Android", tablet}},
    Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) CriOS/124.0.6367.71 Mobile/15E148 Safari/604.1",
         {"Chrome", "124.0.6367.71", "iOS", phone}},
    Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/17.4.1 Mobile/15E148 Safari/604.1",
         {"Safari", "17.4.1", "iOS", phone}},
    Case{"Mozilla/5.0 (iPad; CPU OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/16.6 Mobile/15E148 Safari/604.1",
         {"Safari", "16.6", "iPadOS", tablet}},
    Case{"Mozilla/5.0 (iPod touch; CPU iPhone OS 12_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/12.1 Mobile/15E148 Safari/604.1",
         {"Safari", "12.1", "iOS", phone}},
    Case{"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) "
         "Version/17.4.1 Safari/605.1.15",
         {"Safari", "17.4.1", "macOS", desktop}},
    Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/124.0.0.0 Safari/537.36 Edg/124.0.2478.51",
         {"Edge", "124.0.2478.51", "Windows", desktop}},
    Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/64.0.3282.140 Safari/537.36 Edge/18.17763",
         {"Edge", "18.17763", "Windows", desktop}},
    Case{"Mozilla/5.0 (Linux; Android 10; HD1913) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/124.0.6367.82 Mobile Safari/537.36 EdgA/124.0.2478.50",
         {"Edge", "124.0.2478.50", "Android", phone}},
    Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/17.0 EdgiOS/124.0.2478.50 Mobile/15E148 Safari/604.1",
         {"Edge", "124.0.2478.50", "iOS", phone}},
    Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:125.0) Gecko/20100101 Firefox/125.0",
         {"Firefox", "125.0", "Windows", desktop}},
    Case{"Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:109.0) Gecko/20100101 Firefox/115.0",
         {"Firefox", "115.0", "Linux", desktop}},
    Case{"Mozilla/5.0 (Android 14; Mobile; rv:125.0) Gecko/125.0 Firefox/125.0",
         {"Firefox", "125.0", "Android", phone}},
    Case{"Mozilla/5.0 (Android 13; Tablet; rv:125.0) Gecko/125.0 Firefox/125.0",
         {"Firefox", "125.0", "Android", tablet}},
    Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 14_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) FxiOS/125.0 Mobile/15E148 Safari/605.1.15",
         {"Firefox", "125.0", "iOS", phone}},
    Case{"Mozilla/5.0 (Linux; Android 14; SAMSUNG SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/24.0 Chrome/117.0.0.0 Mobile Safari/537.36",
         {"Samsung Internet", "24.0", "Android", phone}},
    Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/123.0.0.0 Safari/537.36 OPR/109.0.0.0",
         {"Opera", "109.0.0.0", "Windows", desktop}},
    Case{"Opera/9.80 (Windows NT 6.1; U; en) Presto/2.10.289 Version/12.02",
         {"Opera", "12.02", "Windows", desktop}},
    Case{"Opera/9.80 (Android; Opera Mini/36.2.2254/119.132; U; id) Presto/2.12.423 Version/12.16",
         {"Opera Mini", "36.2.2254", "Android", phone}},
    Case{"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/122.0.0.0 YaBrowser/24.4.0.0 Safari/537.36",
         {"Yandex Browser", "24.4.0.0", "Windows", desktop}},
    Case{"Mozilla/5.0 (Windows NT 10.0; WOW64; Trident/7.0; rv:11.0) like Gecko",
         {"Internet Explorer", "11.0", "Windows", desktop}},
    Case{"Mozilla/5.0 (compatible; MSIE 10.0; Windows NT 6.2; Trident/6.0)",
         {"Internet Explorer", "10.0", "Windows", desktop}},
    Case{"Mozilla/5.0 (Linux; Android 12; Pixel 6 Build/SD1A.210817.023; wv) AppleWebKit/537.36 "
         "(KHTML, like Gecko) Version/4.0 Chrome/94.0.4606.71 Mobile Safari/537.36",
         {"Android WebView", "94.0.4606.71", "Android", phone}},
    Case{
        "Mozilla/5.0 (Linux; U; Android 4.0.3; de-de; Galaxy S II) AppleWebKit/534.30 (KHTML, like "
        "Gecko) Version/4.0 Mobile Safari/534.30",
        {"Android Browser", "4.0", "Android", phone}},
    Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Mobile/21A329 Instagram 302.0.0.19.112 (iPhone14,5; iOS 17_0; en_US)",
         {"Instagram", "302.0.0.19.112", "iOS", phone}},
    Case{"Mozilla/5.0 (iPhone; CPU iPhone OS 16_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Mobile/15E148 [FBAN/FBIOS;FBAV/413.0.0.30.104;FBBV/472;FBDV/iPhone13,2]",
         {"Facebook", "413.0.0.30.104", "iOS", phone}},
    Case{"Mozilla/5.0 (Linux; Android 9; KFTRWI) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Silk/120.4.1 "
         "like Chrome/120.0.6099.283 Safari/537.36",
         {"Silk", "120.4.1", "Android", tablet}},
    Case{"Mozilla/5.0 (Linux; Android 9; CUBOT_X19) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/92.0.4515.159 Mobile Safari/537.36",
         {"Chrome", "92.0.4515.159", "Android", phone}},
    Case{"Mozilla/5.0 (SMART-TV; Linux; Tizen 6.0) AppleWebKit/537.36 (KHTML, like Gecko) "
         "SamsungBrowser/4.0 Chrome/76.0.3809.146 TV Safari/537.36",
         {"Samsung Internet", "4.0", "Tizen", tv}},
    Case{"Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/94.0.4606.128 Safari/537.36 WebAppManager",
         {"Chrome", "94.0.4606.128", "webOS", tv}},
    Case{"Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)",
         {"Googlebot", "2.1", "", bot}},
    Case{
        "Mozilla/5.0 (Linux; Android 6.0.1; Nexus 5X Build/MMB29P) AppleWebKit/537.36 (KHTML, like "
        "Gecko) Chrome/124.0.6367.78 Mobile Safari/537.36 (compatible; Googlebot/2.1; "
        "+http://www.google.com/bot.html)",
        {"Googlebot", "2.1", "Android", bot}},
    Case{"Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
         {"bingbot", "2.0", "", bot}},
    Case{"facebookexternalhit/1.1 (+http://www.facebook.com/externalhit_uatext.php)",
         {"facebookexternalhit", "1.1", "", bot}},
    Case{"Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "HeadlessChrome/120.0.6099.28 Safari/537.36",
         {"HeadlessChrome", "120.0.6099.28", "Linux", bot}},
    Case{"Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; GPTBot/1.2; "
         "+https://openai.com/gptbot)",
         {"GPTBot", "1.2", "", bot}},
    Case{"Mozilla/5.0 (compatible; Yahoo! Slurp; http://help.yahoo.com/help/us/ysearch/slurp)",
         {"Slurp", "", "", bot}},
    Case{"curl/7.88.1", {"curl", "7.88.1", "", program}},
    Case{"node", {"Node.js", "", "", program}},
    Case{"axios/1.6.8", {"axios", "1.6.8", "", program}},
    Case{"python-requests/2.31.0", {"python-requests", "2.31.0", "", program}},
    Case{"Go-http-client/1.1", {"Go", "1.1", "", program}},
    Case{"okhttp/4.12.0", {"OkHttp", "4.12.0", "", program}},
    Case{"", {}},
    Case{"something nobody knows", {}},
};

TEST(UserAgent, KnowsWhatPeopleUse) {
  for (const Case& each : cases) {
    EXPECT_EQ(read_user_agent(each.header), each.expected) << each.header;
  }
}

TEST(UserAgent, LooksOnlyAtTheBeginningOfALongHeader) {
  EXPECT_EQ(read_user_agent(std::string(user_agent_bytes_max, 'x') + " Firefox/125.0"),
            UserAgent());
}

TEST(UserAgent, NamesItsKindsBothWays) {
  for (const DeviceKind kind : {unknown, phone, tablet, desktop, tv, program, bot}) {
    EXPECT_EQ(*parse_device_kind(name_of(kind)), kind);
  }
  EXPECT_FALSE(parse_device_kind("fridge").ok());
}

}  // namespace
}  // namespace throughline::codec
