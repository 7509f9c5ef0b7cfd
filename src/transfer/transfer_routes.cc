#include "transfer/transfer_routes.h"

#include <stdexcept>

#include "codec/csv.h"
#include "codec/describe.h"
#include "event/public_id.h"
#include "http/grouped_routes.h"
#include "transfer/transfer_view.h"

namespace throughline::transfer {
namespace {

using http::Request;

constexpr std::size_t upload_bytes_max = std::size_t{4} << 30U;
constexpr std::size_t refused_per_page = 200;
constexpr std::size_t refused_at_once = 1000;

Result<ImportId> import_id(const Request& request) {
  const auto id = parse_public_id("import", request.parameter("import"));
  if (!id) {
    return Error::not_found("there is no such import");
  }
  return ImportId{id->key};
}

http::Response download(std::string_view content_type, std::string_view name,
                        http::Generator generator) {
  http::Response response;
  response.headers.add("Content-Type", content_type);
  response.headers.add("Content-Disposition", "attachment; filename=\"" + std::string(name) + "\"");
  response.headers.add("Cache-Control", "no-store");
  response.body = std::move(generator);
  return response;
}

class TransferRoutes {
 public:
  explicit TransferRoutes(Transfer& transfer) : transfer_(transfer) {}

  Result<http::Response> list(const Request& request) {
    TL_TRY_ASSIGN(const auto imports, transfer_.imports(request.actor));
    ImportList view;
    for (const Import& import : imports) {
      view.items.push_back(view_of(import));
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> upload(const Request& request) {
    const std::string name = request.query("name").value_or("file");
    if (request.body.empty() && request.body_file.empty()) {
      return Error::invalid("the file is the body of the request, and it is empty");
    }
    TL_TRY_ASSIGN(
        const Import import,
        transfer_.upload(request.actor,
                         {.name = name, .content = request.body, .path = request.body_file}));
    UploadView view = {.import = view_of(import)};
    const auto proposal = transfer_.proposal(request.actor, import.id);
    if (!proposal.ok()) {
      TL_TRY(transfer_.cancel(request.actor, import.id));
      return proposal.error();
    }
    view.format = name_of(proposal->format);
    view.mapping = {mapping_of(*proposal)};
    for (const ProposedColumn& column : proposal->columns) {
      view.columns.push_back({column.name, column.samples, column.role});
    }
    return http::json_response(codec::to_json(view), 201);
  }

  Result<http::Response> find(const Request& request) {
    TL_TRY_ASSIGN(const ImportId id, import_id(request));
    TL_TRY_ASSIGN(const Import import, transfer_.find(request.actor, id));
    return http::json_response(codec::to_json(view_of(import)));
  }

  Result<http::Response> preview(const Request& request) {
    TL_TRY_ASSIGN(const ImportId id, import_id(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<PreviewForm>(request.body));
    TL_TRY_ASSIGN(const Preview preview, transfer_.preview(request.actor, id, form.mapping.text));
    PreviewView view;
    for (const std::string& message : preview.messages) {
      view.messages.push_back({message});
    }
    for (const RowRefusal& refusal : preview.refused) {
      view.refused.push_back({refusal.line, refusal.reason, refusal.detail});
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> start(const Request& request) {
    TL_TRY_ASSIGN(const ImportId id, import_id(request));
    TL_TRY_ASSIGN(const auto form, codec::parse_as<StartImportForm>(request.body));
    TL_TRY_ASSIGN(const Import import, transfer_.start(request.actor, id,
                                                       {.mapping = form.mapping.text,
                                                        .source = form.source.value_or("")}));
    return http::json_response(codec::to_json(view_of(import)));
  }

  Result<http::Response> cancel(const Request& request) {
    TL_TRY_ASSIGN(const ImportId id, import_id(request));
    TL_TRY(transfer_.cancel(request.actor, id));
    return http::Response{.status = 204};
  }

  Result<http::Response> refused(const Request& request) {
    TL_TRY_ASSIGN(const ImportId id, import_id(request));
    TL_TRY(transfer_.find(request.actor, id));
    TL_TRY_ASSIGN(const std::int64_t after, request.integer_query("after", 0, 0, INT64_MAX));
    TL_TRY_ASSIGN(const auto rows, transfer_.refused(request.actor, id, after, refused_per_page));
    RefusedRowList view;
    for (const RefusedRow& row : rows) {
      view.items.push_back({row.line, row.reason, row.detail, row.content});
    }
    if (rows.size() == refused_per_page) {
      view.next = std::to_string(rows.back().id);
    }
    return http::json_response(codec::to_json(view));
  }

  Result<http::Response> refused_csv(const Request& request) {
    TL_TRY_ASSIGN(const ImportId id, import_id(request));
    TL_TRY(transfer_.find(request.actor, id));
    return download("text/csv; charset=utf-8", "refused.csv",
                    [this, id, actor = request.actor, after = std::int64_t{-1}]() mutable {
                      return refused_piece(actor, id, after);
                    });
  }

  Result<http::Response> export_as(const Request& request, ExportKind kind) {
    const ExportRequest wanted = {.kind = kind,
                                  .people = {.search = request.query("q").value_or(""),
                                             .filter = request.query("filter").value_or(""),
                                             .sort = request.query("sort").value_or(""),
                                             .order = request.query("order").value_or("")}};
    // The first piece now, so that a wrong question is answered as one.
    TL_TRY_ASSIGN(ExportPiece first, transfer_.export_piece(request.actor, wanted, ""));
    TL_TRY(transfer_.audit_export(request.actor, wanted));
    const bool lines = kind == ExportKind::everything;
    return download(lines ? "application/x-ndjson" : "text/csv; charset=utf-8",
                    std::string(name_of(kind)) + (lines ? ".ndjson" : ".csv"),
                    [this, actor = request.actor, wanted, piece = std::move(first),
                     begun = false]() mutable -> std::optional<std::string> {
                      if (begun) {
                        piece = next_piece(actor, wanted, piece.next);
                      }
                      begun = true;
                      return piece.text.empty() && piece.next.empty()
                                 ? std::nullopt
                                 : std::optional(std::move(piece.text));
                    });
  }

 private:
  // What breaks off must not look whole: the answer stays unfinished.
  ExportPiece next_piece(const Actor& actor, const ExportRequest& wanted, std::string cursor) {
    while (!cursor.empty()) {
      auto piece = transfer_.export_piece(actor, wanted, cursor);
      if (!piece.ok()) {
        throw std::runtime_error("an export broke off: " + piece.error().message);
      }
      if (!piece->text.empty()) {
        return *std::move(piece);
      }
      cursor = std::move(piece->next);
    }
    return {};
  }

  std::optional<std::string> refused_piece(const Actor& actor, ImportId id, std::int64_t& after) {
    std::string text;
    if (after < 0) {
      after = 0;
      text = "line,reason,detail,content\r\n";
    }
    const auto rows = transfer_.refused(actor, id, after, refused_at_once);
    if (!rows.ok()) {
      throw std::runtime_error("a report broke off: " + rows.error().message);
    }
    for (const RefusedRow& row : *rows) {
      codec::append_csv_row_for_spreadsheets(
          text,
          std::vector<std::string>{std::to_string(row.line), row.reason, row.detail, row.content});
      after = row.id;
    }
    return text.empty() ? std::nullopt : std::optional(std::move(text));
  }

  Transfer& transfer_;
};

void add_schemas(codec::Schemas& schemas) {
  codec::add_schema<ImportView>(schemas, "Import");
  codec::add_schema<ImportList>(schemas, "ImportList");
  codec::add_schema<UploadView>(schemas, "UploadedFile");
  codec::add_schema<PreviewForm>(schemas, "PreviewOfImport");
  codec::add_schema<PreviewView>(schemas, "ImportPreview");
  codec::add_schema<StartImportForm>(schemas, "StartOfImport");
  codec::add_schema<RefusedRowList>(schemas, "RefusedRowList");
}

using Routes = http::GroupedRoutes<TransferRoutes>;

// How the file is answered that `kind` names.
template <ExportKind kind>
Result<http::Response> exported(TransferRoutes& routes, const Request& request) {
  return routes.export_as(request, kind);
}

void add_import_routes(const Routes& routes) {
  routes.add("GET", "/imports", {.summary = "Files that came in.", .response_schema = "ImportList"},
             &TransferRoutes::list);
  routes.taking(upload_bytes_max)
      .add("POST", "/imports",
           {.summary = "Takes a file (the body) and proposes a mapping; nothing is imported yet.",
            .response_schema = "UploadedFile",
            .status = 201,
            .query = {{"name", "The file's name"}}},
           &TransferRoutes::upload);
  routes.add("GET", "/imports/{import}",
             {.summary = "One import and how far it is.", .response_schema = "Import"},
             &TransferRoutes::find);
  routes.add("POST", "/imports/{import}/preview",
             {.summary = "What the first rows would become.",
              .request_schema = "PreviewOfImport",
              .response_schema = "ImportPreview"},
             &TransferRoutes::preview);
  routes.add("POST", "/imports/{import}/start",
             {.summary = "Begins an import with a mapping, under a source of that name.",
              .request_schema = "StartOfImport",
              .response_schema = "Import"},
             &TransferRoutes::start);
  routes.add("DELETE", "/imports/{import}",
             {.summary = "Stops an import; what came in stays.", .status = 204},
             &TransferRoutes::cancel);
  routes.add("GET", "/imports/{import}/refused",
             {.summary = "The rows that were refused, with reasons.",
              .response_schema = "RefusedRowList",
              .query = {{"after", "The `next` of the page before"}}},
             &TransferRoutes::refused);
  routes.add("GET", "/imports/{import}/refused.csv", {.summary = "The same as CSV, all of them."},
             &TransferRoutes::refused_csv);
}

void add_export_routes(const Routes& routes) {
  routes.requiring(Right::manage_workspace)
      .add("GET", "/export.ndjson",
           {.summary = "Everything, as lines of JSON from which it can be made again."},
           exported<ExportKind::everything>);
  const Routes reading = routes.requiring(Right::view_people);
  reading.add("GET", "/profiles.csv",
              {.summary = "The list of people as CSV, with all traits.",
               .query = {{"q", "Words of names, addresses or other identifiers"},
                         {"filter", "A condition as JSON"},
                         {"sort", "last_seen, first_seen, name, events or trait:KEY"},
                         {"order", "asc or desc"}}},
              exported<ExportKind::people>);
  reading.add("GET", "/accounts.csv", {.summary = "All accounts as CSV."},
              exported<ExportKind::accounts>);
  reading.add("GET", "/events.csv", {.summary = "All events as CSV."},
              exported<ExportKind::events>);
}

}  // namespace

void add_transfer_routes(http::Router& router, codec::Schemas& schemas, Transfer& transfer) {
  add_schemas(schemas);
  const Routes routes(
      router, std::make_shared<TransferRoutes>(transfer),
      {.tag = "Import and export", .prefix = "/api/v1", .right = Right::manage_sources});
  add_import_routes(routes);
  add_export_routes(routes);
}

}  // namespace throughline::transfer
