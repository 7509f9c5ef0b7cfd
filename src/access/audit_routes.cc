#include "access/audit_routes.h"

#include "access/team_json.h"
#include "base/number_in.h"
#include "base/text.h"

namespace throughline::access {
namespace {

constexpr std::int64_t limit_default = 50;

Result<std::optional<std::int64_t>> whole_query(const http::Request& request,
                                                std::string_view name) {
  const auto text = request.query(name);
  if (!text) {
    return std::optional<std::int64_t>();
  }
  const auto number = number_in(*text);
  if (!number) {
    return Error::invalid("`" + std::string(name) + "` must be a whole number");
  }
  return number;
}

Result<std::optional<Time>> time_in(const http::Request& request, std::string_view name) {
  const auto text = request.query(name);
  if (!text) {
    return std::optional<Time>();
  }
  const auto time = parse_time(*text);
  return time ? Result<std::optional<Time>>(time)
              : Error::invalid("`" + std::string(name) + "` must be a time in RFC 3339");
}

AuditEntryJson json_of(const AuditPage::Item& item) {
  const AuditEntry& entry = item.stored.entry;
  AuditEntryJson json = {.id = std::to_string(item.stored.id),
                         .at = entry.at,
                         .actor = entry.actor,
                         .action = entry.action,
                         .target = entry.target,
                         .detail = entry.detail};
  if (!item.actor_name.empty()) {
    json.actor_name = item.actor_name;
  }
  if (!item.stored.hash.empty()) {
    json.hash = to_hex(item.stored.hash);
  }
  return json;
}

Result<AuditQuery> query_of(const http::Request& request) {
  AuditQuery query;
  TL_TRY_ASSIGN(query.before, whole_query(request, "before"));
  TL_TRY_ASSIGN(const auto limit, whole_query(request, "limit"));
  query.limit = limit.value_or(limit_default);
  query.actor = request.query("actor").value_or("");
  query.action = request.query("action").value_or("");
  query.target = request.query("target").value_or("");
  TL_TRY_ASSIGN(query.from, time_in(request, "from"));
  TL_TRY_ASSIGN(query.until, time_in(request, "until"));
  return query;
}

Result<http::Response> list_audit(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const AuditQuery query, query_of(request));
  TL_TRY_ASSIGN(const AuditPage page, access.audit_page(request.actor, query));
  AuditListJson list;
  for (const AuditPage::Item& item : page.items) {
    list.items.push_back(json_of(item));
  }
  if (page.next) {
    list.next = std::to_string(*page.next);
  }
  return http::json_response(codec::to_json(list));
}

Result<http::Response> check_audit(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(const AuditCheck check, access.check_audit(request.actor.workspace));
  AuditCheckJson json = {.intact = check.intact(),
                         .entries = check.entries,
                         .older = check.older,
                         .complete = check.complete,
                         .head = to_hex(check.head)};
  if (check.broken) {
    json.broken = std::to_string(*check.broken);
  }
  return http::json_response(codec::to_json(json));
}

// Every entry that the query asks for, a line each, page by page.
Result<http::Response> export_audit(Access& access, const http::Request& request) {
  TL_TRY_ASSIGN(AuditQuery query, query_of(request));
  query.limit = audit_page_max;
  http::Response response = http::text_response("", "application/x-ndjson");
  response.headers.add("content-disposition", "attachment; filename=\"audit.ndjson\"");
  response.body = http::Generator([&access, actor = request.actor, query,
                                   done = false]() mutable -> std::optional<std::string> {
    if (done) {
      return std::nullopt;
    }
    const auto page = access.audit_page(actor, query);
    done = !page || !page->next;
    std::string lines;
    if (page) {
      for (const AuditPage::Item& item : page->items) {
        lines += codec::to_json(json_of(item)) + "\n";
      }
      query.before = page->next;
    }
    return lines.empty() ? std::nullopt : std::optional(std::move(lines));
  });
  return response;
}

}  // namespace

void add_audit_routes(http::Router& router, Access& access) {
  const http::Access needed = http::with_right(Right::manage_workspace);
  const std::vector<std::pair<std::string, std::string>> filters = {
      {"actor", "user:N, api_key:N or server"},
      {"action", "noun.verb, or the noun alone"},
      {"target", "What it was done to, as the entries name it"},
      {"from", "The earliest time"},
      {"until", "The time before which"}};
  auto paged = filters;
  paged.insert(paged.begin(), {{"before", "The id of the last entry of the page before"},
                               {"limit", "1 to 500; 50 where it is left out"}});
  router.get("/api/v1/audit", needed,
             {.summary = "Who did what in this workspace, newest first.",
              .tag = "Team",
              .response_schema = "AuditList",
              .query = paged},
             [&](const http::Request& request) { return list_audit(access, request); });
  router.get("/api/v1/audit/check", needed,
             {.summary = "Reads the whole chain of hashes and says whether it is intact.",
              .tag = "Team",
              .response_schema = "AuditCheck"},
             [&](const http::Request& request) { return check_audit(access, request); });
  router.get("/api/v1/audit/export", needed,
             {.summary = "The same as NDJSON, all of it.", .tag = "Team", .query = filters},
             [&](const http::Request& request) { return export_audit(access, request); });
}

}  // namespace throughline::access
