#include "journey_maps/map_template.h"

#include <algorithm>
#include <map>
#include <string_view>

namespace throughline::journey_maps {
namespace {

enum class How { once, may, often, may_often };  // Optional, repeated, or both.

struct TouchpointPlan {
  const char* id;
  const char* name;
  How how;
  std::vector<const char*> events;  // Usual names, the most usual first.
};
struct StagePlan {
  const char* id;
  const char* name;
  const char* owner;
  double emotion;
  const char* goal;
  const char* pain;
  const char* channel;
  const char* opportunity;
  std::vector<TouchpointPlan> touchpoints;
};
struct TemplatePlan {
  const char* key;
  const char* name;
  const char* description;
  std::vector<StagePlan> stages;
};

TemplatePlan saas() {
  return {"saas",
          "SaaS subscription",
          "From the first visit to a renewed subscription.",
          {{"discover",
            "Discover",
            "Marketing",
            0,
            "Find out whether this solves the problem",
            "Cannot tell what it costs",
            "Web",
            "Show the price where people decide",
            {{"pricing",
              "Looks at pricing",
              How::may_often,
              {"Pricing Viewed", "Pricing Page Viewed", "Pricing", "Plan Viewed"}},
             {"sign-up",
              "Signs up",
              How::once,
              {"Signed Up", "Sign Up", "Account Created", "User Signed Up", "Registered",
               "Trial Started"}}}},
           {"set-up",
            "Set up",
            "Onboarding",
            0,
            "Get to the first result quickly",
            "Import and set-up fail without saying why",
            "App",
            "Guide the first steps",
            {{"onboarding",
              "Is led through set-up",
              How::may_often,
              {"Onboarding Completed", "Onboarding Step Completed", "Calendar Imported",
               "Data Imported", "Project Created"}},
             {"invite",
              "Invites colleagues",
              How::may_often,
              {"Teammate Invited", "User Invited", "Invite Sent"}}}},
           {"use",
            "Use",
            "Product",
            1,
            "Do the work with less effort",
            "Features are hard to find",
            "App",
            "Point out what others in the same role use",
            {{"feature",
              "Uses a feature",
              How::often,
              {"Feature Used", "Session Started", "Application Opened", "Logged In", "Login"}}}},
           {"buy",
            "Buy",
            "Sales",
            1,
            "Pay for what is worth it",
            "Declined cards end in silence",
            "Web",
            "Ask again at a better time",
            {{"plan",
              "Chooses a plan",
              How::may_often,
              {"Plan Selected", "Checkout Started", "Upgrade Requested"}},
             {"subscribe",
              "Subscribes",
              How::once,
              {"Subscription Started", "Subscription Created", "Subscribed", "Order Completed"}}}},
           {"help",
            "Get help",
            "Support",
            -1,
            "Get going again",
            "Has to say it twice",
            "Chat, email, phone",
            "Answer where the question comes up",
            {{"contact",
              "Asks for help",
              How::may_often,
              {"Ticket Created", "Live Chat Conversation Started", "Conversation Started",
               "Call Started", "Support Requested"}},
             {"solved",
              "Has it solved",
              How::may_often,
              {"Ticket Solved", "Ticket Closed", "Live Chat Conversation Ended",
               "Conversation Closed"}}}},
           {"stay",
            "Stay",
            "Customer success",
            1,
            "Keep what works",
            "Renewal comes as a surprise",
            "Email",
            "Show what was gained before the renewal",
            {{"renew",
              "Renews",
              How::often,
              {"Subscription Renewed", "Invoice Paid", "Renewed", "Payment Succeeded"}},
             {"survey",
              "Says how it was",
              How::may_often,
              {"Survey Answered", "Survey Response", "NPS Submitted"}}}}}};
}

TemplatePlan shop() {
  return {
      "shop",
      "Shop order",
      "From looking around to a parcel that arrived, and back again.",
      {{"browse",
        "Browse",
        "Marketing",
        0,
        "Find something that fits",
        "Search does not find it",
        "Web, app",
        "Recommend by what others bought",
        {{"list",
          "Looks through products",
          How::may_often,
          {"Product List Viewed", "Products Searched", "Category Viewed", "Search"}},
         {"product",
          "Looks at a product",
          How::often,
          {"Product Viewed", "Product Detail Viewed", "View Item", "Item Viewed"}}}},
       {"cart",
        "Fill the cart",
        "Shop",
        1,
        "Keep what was chosen",
        "Delivery costs appear late",
        "Web, app",
        "Say what delivery costs at once",
        {{"add",
          "Puts it in the cart",
          How::often,
          {"Product Added", "Add To Cart", "Added To Cart", "Item Added"}},
         {"remove",
          "Takes it out again",
          How::may_often,
          {"Product Removed", "Remove From Cart"}}}},
       {"checkout",
        "Check out",
        "Shop",
        -1,
        "Pay without detours",
        "Has to make an account",
        "Web, app",
        "Let guests order",
        {{"checkout-start",
          "Begins to check out",
          How::may_often,
          {"Checkout Started", "Begin Checkout", "Checkout Step Completed"}},
         {"order",
          "Orders",
          How::once,
          {"Order Completed", "Order Placed", "Purchase", "Purchased", "Checkout Completed"}}}},
       {"delivery",
        "Delivery",
        "Logistics",
        0,
        "Know when it comes",
        "No word about a delay",
        "Email, courier",
        "Tell of delays before people ask",
        {{"shipped",
          "Is told that it was sent",
          How::may,
          {"Order Shipped", "Shipment Sent", "Fulfillment Created", "Shipped"}},
         {"delayed", "Has to wait longer", How::may_often, {"Order Delayed", "Shipment Delayed"}},
         {"delivered",
          "Gets the parcel",
          How::once,
          {"Order Delivered", "Delivered", "Shipment Delivered"}}}},
       {"after",
        "Afterwards",
        "Service",
        0,
        "Have it put right if it is wrong",
        "Refunds take long",
        "Chat, email, phone",
        "Refund when the parcel is on its way back",
        {{"return",
          "Sends it back",
          How::may_often,
          {"Return Requested", "Order Returned", "Order Refunded", "Return Started"}},
         {"contact",
          "Asks for help",
          How::may_often,
          {"Ticket Created", "Live Chat Conversation Started", "Call Started",
           "Conversation Started"}},
         {"review",
          "Says how it was",
          How::may_often,
          {"Product Reviewed", "Review Submitted", "Survey Answered"}}}}}};
}

TemplatePlan loan() {
  return {"loan",
          "Loan application",
          "From the first calculation to money on the account.",
          {{"inform",
            "Get informed",
            "Marketing",
            0,
            "Know what it would cost a month",
            "Rates without the conditions",
            "Web, branch",
            "Show a binding rate early",
            {{"calculate",
              "Calculates a rate",
              How::may_often,
              {"Loan Calculated", "Calculator Used", "Quote Requested", "Rate Viewed"}}}},
           {"apply",
            "Apply",
            "Sales",
            0,
            "Hand it in once and completely",
            "The form asks what the bank knows",
            "Web, branch",
            "Fill in what is known",
            {{"start",
              "Begins the application",
              How::once,
              {"Application Started", "Loan Application Started", "A_SUBMITTED",
               "A_Create Application"}},
             {"submit",
              "Hands it in",
              How::once,
              {"Application Submitted", "Loan Application Submitted", "A_PARTLYSUBMITTED",
               "A_Submitted"}}}},
           {"check",
            "Check",
            "Credit",
            -1,
            "Hear quickly where it stands",
            "Documents are asked for one by one",
            "Email, phone",
            "Ask for everything at once",
            {{"documents",
              "Sends documents",
              How::may_often,
              {"Documents Requested", "Document Uploaded", "Documents Received", "A_Incomplete"}},
             {"assessed",
              "Is assessed",
              How::often,
              {"Application Assessed", "Credit Checked", "A_PREACCEPTED", "A_Validating"}}}},
           {"offer",
            "Offer",
            "Credit",
            1,
            "Understand what is offered",
            "Cannot compare offers",
            "Email, phone",
            "Explain the offer in a call",
            {{"offered",
              "Gets an offer",
              How::often,
              {"Offer Made", "Offer Sent", "O_SENT", "O_Sent (mail and online)", "O_Create Offer"}},
             {"called",
              "Is called",
              How::may_often,
              {"Call Started", "Call Made", "Nabellen offertes", "W_Call after offers"}}}},
           {"decide",
            "Decide",
            "Credit",
            1,
            "Have it over with",
            "Silence after a refusal",
            "Email, branch",
            "Say why, and what would help",
            {{"accept",
              "Accepts the offer",
              How::once,
              {"Offer Accepted", "Loan Approved", "O_ACCEPTED", "O_Accepted", "A_APPROVED",
               "A_Pending"}},
             {"paid",
              "Gets the money",
              How::may,
              {"Loan Paid Out", "Loan Disbursed", "A_ACTIVATED"}}}}}};
}

TemplatePlan telecom() {
  return {
      "telecom",
      "Telecom contract",
      "From the choice of a tariff to its renewal.",
      {{"choose",
        "Choose",
        "Marketing",
        0,
        "Find a tariff that fits",
        "Tariffs cannot be compared",
        "Web, shop",
        "Recommend by what was used",
        {{"tariff",
          "Looks at tariffs",
          How::may_often,
          {"Tariff Viewed", "Plan Viewed", "Product Viewed", "Pricing Viewed"}},
         {"coverage",
          "Checks the coverage",
          How::may_often,
          {"Coverage Checked", "Availability Checked"}}}},
       {"order",
        "Order",
        "Sales",
        0,
        "Order without paper",
        "Has to prove who one is twice",
        "Web, shop, phone",
        "Check the identity by video",
        {{"ordered",
          "Orders",
          How::once,
          {"Contract Signed", "Order Completed", "Subscription Started", "Plan Selected"}}}},
       {"connect",
        "Get connected",
        "Logistics",
        -1,
        "Be online on the day that was said",
        "The technician does not come",
        "Courier, technician",
        "Let people choose the hour",
        {{"sim",
          "Gets SIM or router",
          How::may,
          {"SIM Delivered", "Order Delivered", "Router Delivered", "Device Paired"}},
         {"activated",
          "Is connected",
          How::once,
          {"Line Activated", "SIM Activated", "Service Activated", "Activated"}}}},
       {"use",
        "Use",
        "Network",
        1,
        "Be online everywhere",
        "Outages without a word",
        "App",
        "Tell of outages first",
        {{"use",
          "Uses it",
          How::may_often,
          {"Data Used", "Usage Recorded", "Application Opened", "Session Started"}},
         {"outage",
          "Meets an outage",
          How::may_often,
          {"Outage Reported", "Connection Lost", "Service Interrupted"}}}},
       {"pay",
        "Pay",
        "Billing",
        -1,
        "Understand the bill",
        "The bill is higher than thought",
        "Email, app",
        "Explain what changed on the bill",
        {{"bill",
          "Gets the bill",
          How::often,
          {"Bill Issued", "Invoice Sent", "Invoice Paid", "Subscription Renewed",
           "Payment Succeeded"}},
         {"declined", "Cannot pay", How::may_often, {"Payment Declined", "Payment Failed"}}}},
       {"help",
        "Get help",
        "Service",
        -1,
        "Have it solved with one call",
        "Is passed on",
        "Phone, chat",
        "Let whoever answers solve it",
        {{"call",
          "Asks for help",
          How::may_often,
          {"Call Started", "Ticket Created", "Live Chat Conversation Started", "Complaint Made"}}}},
       {"renew",
        "Renew or leave",
        "Retention",
        0,
        "Get what new customers get",
        "Only who cancels gets an offer",
        "Phone, web",
        "Offer before the end of the contract",
        {{"renewed",
          "Renews",
          How::may_often,
          {"Contract Renewed", "Plan Changed", "Upgrade Charged"}},
         {"cancelled",
          "Cancels",
          How::may,
          {"Contract Cancelled", "Subscription Cancelled", "Cancellation Started"}}}}}};
}

// Letters and digits alone, lower case.
std::string plain(std::string_view name) {
  std::string out;
  for (const char c : name) {
    if (c >= 'A' && c <= 'Z') {
      out += static_cast<char>(c - 'A' + 'a');
    } else if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      out += c;
    }
  }
  return out;
}

using Known = std::multimap<std::string, std::string>;  // By plain name.

Touchpoint touchpoint_of(const TouchpointPlan& plan, const Known& known, MapTemplate& made) {
  std::vector<std::string> names;
  for (const char* usual : plan.events) {
    const auto [first, last] = known.equal_range(plain(usual));
    for (auto found = first; found != last; ++found) {
      names.push_back(found->second);
    }
  }
  if (names.empty()) {
    names.emplace_back(plan.events.front());
  } else {
    made.found.emplace_back(plan.id);
  }
  return {.id = plan.id,
          .name = plan.name,
          .events = TouchpointEvents{.names = std::move(names)},
          .optional_ = plan.how == How::may || plan.how == How::may_often,
          .repeats = plan.how == How::often || plan.how == How::may_often};
}

MapTemplate template_of(const TemplatePlan& plan, const Known& known) {
  MapTemplate made = {.key = plan.key, .name = plan.name, .description = plan.description};
  const auto cell = [](const char* text) { return std::vector<std::string>{text}; };
  for (const StagePlan& from : plan.stages) {
    Stage stage = {.id = from.id,
                   .name = from.name,
                   .owner = from.owner,
                   .emotion = from.emotion,
                   .goal = cell(from.goal),
                   .pain = std::vector<Pain>{{.text = from.pain, .status = PainStatus::open}},
                   .channel = cell(from.channel),
                   .evidence = std::vector<std::string>(),
                   .opportunity = cell(from.opportunity)};
    for (const TouchpointPlan& touchpoint : from.touchpoints) {
      stage.touchpoints.push_back(touchpoint_of(touchpoint, known, made));
    }
    made.document.stages.push_back(std::move(stage));
  }
  return made;
}

}  // namespace

std::vector<MapTemplate> all_templates(const std::set<std::string>& known) {
  Known by_plain_name;
  for (const std::string& name : known) {
    by_plain_name.emplace(plain(name), name);
  }
  std::vector<MapTemplate> all;
  for (const TemplatePlan& plan : {saas(), shop(), loan(), telecom()}) {
    all.push_back(template_of(plan, by_plain_name));
  }
  return all;
}

}  // namespace throughline::journey_maps
