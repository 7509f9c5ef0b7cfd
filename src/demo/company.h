// Company: the invented company whose customers the demo shows: what it sells, and who works there.
//
// Wrenfold sells shared planning for families and teams, and panels, door cards and printers that
// show the plan on a wall. Prices are in euro cents.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>

#include "demo/dice.h"

namespace throughline::demo {

constexpr std::string_view company_name = "Wrenfold";
constexpr std::string_view site_host = "https://wrenfold.example";
constexpr std::string_view app_host = "https://app.wrenfold.example";

struct Product {
  std::string_view id;
  std::string_view sku;
  std::string_view name;
  std::string_view category;
  std::int64_t euro_cents;
  double popularity;
};

constexpr std::array<Product, 14> products = {{
    {"prd_panel10", "WF-P10-OAK", "Wrenfold Panel 10", "Displays", 18900, 10},
    {"prd_panel15", "WF-P15-OAK", "Wrenfold Panel 15", "Displays", 27900, 6},
    {"prd_panelgo", "WF-PGO-SND", "Wrenfold Panel Go", "Displays", 12900, 8},
    {"prd_doorcard", "WF-DC1", "Door Card", "Door signs", 6900, 7},
    {"prd_doorcard3", "WF-DC3", "Door Card, set of three", "Door signs", 18900, 3},
    {"prd_nudge", "WF-NDG", "Nudge Button", "Accessories", 2400, 9},
    {"prd_labeler", "WF-LBL", "Label Maker", "Printers", 5900, 6},
    {"prd_pocket", "WF-PKT", "Pocket Printer", "Printers", 8900, 5},
    {"prd_stand", "WF-STD-OAK", "Oak Stand", "Accessories", 3500, 8},
    {"prd_mount", "WF-MNT", "Wall Mount", "Accessories", 1900, 7},
    {"prd_dock", "WF-DCK", "Charging Dock", "Accessories", 4500, 6},
    {"prd_planner", "WF-PPR", "Paper Planner", "Paper", 2200, 6},
    {"prd_sleeve", "WF-SLV-LIN", "Linen Sleeve", "Accessories", 2900, 3},
    {"prd_cable", "WF-CBL-2M", "Braided Cable 2 m", "Accessories", 1400, 5},
}};
constexpr std::size_t displays = 3;  // The first products are the panels.

enum class Plan : std::uint8_t { none, trial, solo, family, team, business };
struct PlanOffer {
  std::string_view name;
  std::int64_t euro_cents_month;
};
constexpr std::array<PlanOffer, 6> plans = {{
    {"None", 0},
    {"Trial", 0},
    {"Solo", 900},
    {"Family", 1200},
    {"Team", 2900},
    {"Business", 7900},
}};
constexpr const PlanOffer& offer_of(Plan plan) {
  return plans[static_cast<std::size_t>(plan)];
}

struct Agent {
  std::string_view name;
  std::string_view id;
  std::string_view team;
  std::string_view languages;  // Two letters each, separated by spaces.
};
constexpr std::array<Agent, 20> agents = {{
    {"Ines Albrecht", "ag-ines", "Frontline", "de en"},
    {"Tobias Krämer", "ag-tobias", "Frontline", "de en"},
    {"Maëlle Kerbrat", "ag-maelle", "Frontline", "fr en"},
    {"Rui Figueiredo", "ag-rui", "Frontline", "pt es en"},
    {"Paloma Iturbe", "ag-paloma", "Frontline", "es pt en"},
    {"Hanae Kuroda", "ag-hanae", "Frontline", "ja en"},
    {"Sho Minami", "ag-sho", "Frontline", "ja en"},
    {"Elin Sjöstrand", "ag-elin", "Frontline", "sv en"},
    {"Bartek Wilk", "ag-bartek", "Frontline", "pl en"},
    {"Dalia Mansour", "ag-dalia", "Frontline", "ar en"},
    {"Yoav Regev", "ag-yoav", "Frontline", "he en"},
    {"Meg Tolliver", "ag-meg", "Frontline", "en"},
    {"Desmond Achebe", "ag-desmond", "Frontline", "en"},
    {"Kavita Ranganathan", "ag-kavita", "Frontline", "en"},
    {"Corinne Vasseur", "ag-corinne", "Billing", "fr en de es"},
    {"Hal Brennan", "ag-hal", "Billing", "en pt sv"},
    {"Agata Lis", "ag-agata", "Billing", "pl en de he ar ja"},
    {"Jonte Ek", "ag-jonte", "Hardware", "sv en de fr pl"},
    {"Lior Abadi", "ag-lior", "Hardware", "he en ar es"},
    {"Naomi Fujikawa", "ag-naomi", "Hardware", "ja en pt"},
}};
// An agent of the team who writes that language, as the mother tongue where there is one.
std::size_t agent_for(Dice& dice, std::string_view team, std::string_view language);

struct Campaign {
  std::string_view source;
  std::string_view medium;
  std::string_view name;
  std::string_view content;
  std::string_view referrer;
  double weight;
};
// The first is no campaign: people who typed the address.
constexpr std::array<Campaign, 12> campaigns = {{
    {"", "", "", "", "", 24},
    {"", "", "", "", "https://www.google.com/", 26},
    {"", "", "", "", "https://duckduckgo.com/", 4},
    {"google", "cpc", "shared-calendar", "headline-b", "https://www.google.com/", 12},
    {"google", "cpc", "brand", "", "https://www.google.com/", 6},
    {"instagram", "paid_social", "one-fridge-one-plan", "reel-kitchen", "https://l.instagram.com/",
     8},
    {"youtube", "video", "desk-tour", "creator-may", "https://www.youtube.com/", 5},
    {"newsletter", "email", "monthly-fold", "button", "", 5},
    {"partner", "referral", "deskhunters", "review", "https://deskhunters.example/", 3},
    {"linkedin", "paid_social", "small-teams", "carousel-2", "https://www.linkedin.com/", 5},
    {"podcast", "audio", "quiet-mornings", "code-quiet", "", 2},
    {"", "", "", "", "https://news.ycombinator.com/", 1},
}};

constexpr std::array<std::string_view, 5> coupons = {"WELCOME10", "FOLD15", "QUIET20", "", ""};
constexpr std::array<std::string_view, 6> carriers = {"DHL", "UPS",      "DPD",
                                                      "GLS", "PostNord", "Colissimo"};
constexpr std::array<std::string_view, 4> payment_methods = {"card", "card", "paypal", "apple_pay"};
constexpr std::array<std::string_view, 6> stores = {
    "Pop-up Berlin Mitte",  "Shoreditch Studio",  "Atelier Canal Saint-Martin",
    "Design Week Portland", "Daikanyama Counter", "Södermalm Corner"};

}  // namespace throughline::demo
