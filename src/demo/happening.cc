#include "demo/happening.h"

#include <array>

namespace throughline::demo {
namespace {

constexpr Spec web(std::string_view name) {
  return {DemoSource::website, EventKind::track, Channel::web, name};
}
constexpr Spec app(std::string_view name) {
  return {DemoSource::mobile_app, EventKind::track, Channel::mobile, name};
}
constexpr Spec server(std::string_view name) {
  return {DemoSource::backend, EventKind::track, Channel::server, name};
}
constexpr Spec shop(std::string_view name) {
  return {DemoSource::shop, EventKind::track, Channel::shop, name};
}
constexpr Spec desk(Channel channel, std::string_view name) {
  return {DemoSource::support_desk, EventKind::track, channel, name};
}
constexpr Spec survey(std::string_view name) {
  return {DemoSource::surveys, EventKind::track, Channel::survey, name};
}
constexpr Spec mail(std::string_view name) {
  return {DemoSource::mail, EventKind::track, Channel::email, name};
}

// In the order of What.
constexpr std::array<Spec, what_count> specs = {{
    {DemoSource::website, EventKind::page, Channel::web, ""},
    web("Signup Started"),
    {DemoSource::website, EventKind::identify, Channel::web, ""},
    {DemoSource::website, EventKind::identify, Channel::web, ""},
    {DemoSource::website, EventKind::group, Channel::web, ""},
    web("Signed Up"),
    web("Signed In"),
    web("Newsletter Subscribed"),
    web("Demo Requested"),
    web("Feature Used"),
    web("Products Searched"),
    web("Product List Viewed"),
    web("Product Viewed"),
    web("Product Added"),
    web("Product Removed"),
    web("Cart Viewed"),
    web("Checkout Started"),
    web("Checkout Step Viewed"),
    web("Checkout Step Completed"),
    web("Payment Info Entered"),
    web("Checkout Error"),
    web("Order Completed"),
    web("Plan Selected"),
    web("Upgrade Requested"),
    web("Cancellation Started"),
    app("Application Installed"),
    app("Application Opened"),
    {DemoSource::mobile_app, EventKind::identify, Channel::mobile, ""},
    {DemoSource::mobile_app, EventKind::screen, Channel::mobile, ""},
    app("Feature Used"),
    app("Push Notification Opened"),
    {DemoSource::backend, EventKind::identify, Channel::server, ""},
    {DemoSource::backend, EventKind::group, Channel::server, ""},
    server("Trial Started"),
    server("Calendar Imported"),
    server("Calendar Import Failed"),
    server("Teammate Invited"),
    server("Device Paired"),
    server("Subscription Started"),
    server("Subscription Renewed"),
    server("Payment Declined"),
    server("Upgrade Charged"),
    server("Plan Changed"),
    server("Charge Refunded"),
    server("Seats Added"),
    server("Subscription Cancelled"),
    server("Trial Expired"),
    shop("Order Completed"),
    shop("Order Shipped"),
    shop("Order Delayed"),
    shop("Order Delivered"),
    shop("Return Requested"),
    shop("Order Refunded"),
    desk(Channel::chat, "Live Chat Conversation Started"),
    desk(Channel::chat, "Live Chat Message Sent"),
    desk(Channel::chat, "Live Chat Message Received"),
    desk(Channel::chat, "Live Chat Conversation Ended"),
    desk(Channel::phone, "Call Started"),
    desk(Channel::phone, "Call Ended"),
    desk(Channel::email, "Ticket Created"),
    desk(Channel::email, "Ticket Replied"),
    desk(Channel::email, "Ticket Followed Up"),
    desk(Channel::chat, "Conversation Passed On"),
    desk(Channel::email, "Ticket Solved"),
    survey("Survey Answered"),
    survey("Survey Answered"),
    survey("Survey Answered"),
    survey("Survey Sent"),
    mail("Email Delivered"),
    mail("Email Opened"),
    mail("Email Link Clicked"),
    mail("Email Bounced"),
    mail("Unsubscribed"),
}};

}  // namespace

const Spec& spec_of(What what) {
  return specs.at(static_cast<std::size_t>(what));
}

}  // namespace throughline::demo
