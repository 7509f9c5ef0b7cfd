/** One icon per channel and per kind of event, used everywhere. */
import {
  IconAppWindow,
  IconArrowMerge,
  IconArrowsSplit,
  IconBolt,
  IconBuilding,
  IconChecklist,
  IconCreditCard,
  IconDeviceMobile,
  IconEraser,
  IconFile,
  IconFingerprint,
  type Icon,
  IconLink,
  IconMail,
  IconMessageCircle,
  IconPhone,
  IconServer,
  IconSettings,
  IconShoppingCart,
  IconSnowflake,
  IconStar,
  IconWorld,
  IconBuildingStore,
} from "@tabler/icons-react";

import type { Channel, EventKind } from "@/api/types";

import type { CardKind } from "./cards";

export const channelIcons: Record<Channel, Icon> = {
  web: IconWorld,
  mobile: IconDeviceMobile,
  server: IconServer,
  email: IconMail,
  chat: IconMessageCircle,
  phone: IconPhone,
  shop: IconBuildingStore,
  survey: IconStar,
  system: IconSettings,
};

export const kindIcons: Record<EventKind, Icon> = {
  track: IconBolt,
  page: IconFile,
  screen: IconAppWindow,
  identify: IconFingerprint,
  group: IconBuilding,
  alias: IconLink,
  merge: IconArrowMerge,
  split: IconArrowsSplit,
  system: IconSettings,
  unmerge: IconArrowsSplit,
  freeze: IconSnowflake,
  erase: IconEraser,
  consent: IconChecklist,
};

export const cardIcons: Record<CardKind, Icon> = {
  chat: IconMessageCircle,
  email: IconMail,
  call: IconPhone,
  survey: IconStar,
  purchase: IconShoppingCart,
  subscription: IconCreditCard,
};
