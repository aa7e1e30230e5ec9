// The parts of element-plus that are used, each with its own styles: importing the whole would triple the page.
import 'element-plus/es/components/base/style/css';
import 'element-plus/es/components/button/style/css';
import 'element-plus/es/components/checkbox/style/css';
import 'element-plus/es/components/date-picker/style/css';
import 'element-plus/es/components/dialog/style/css';
import 'element-plus/es/components/drawer/style/css';
import 'element-plus/es/components/input/style/css';
import 'element-plus/es/components/input-number/style/css';
import 'element-plus/es/components/message/style/css';
import 'element-plus/es/components/select/style/css';
import 'element-plus/es/components/tabs/style/css';
import { ElCheckbox as Checkbox } from 'element-plus/es/components/checkbox/index';
import { ElConfigProvider as ConfigProvider } from 'element-plus/es/components/config-provider/index';
import { ElInputNumber as InputNumber } from 'element-plus/es/components/input-number/index';
import { ElOption as Option, ElSelect as Select } from 'element-plus/es/components/select/index';
import { ElTabPane as TabPane, ElTabs as Tabs } from 'element-plus/es/components/tabs/index';
import type { Component } from 'vue';

export { ElButton } from 'element-plus/es/components/button/index';
export { ElDatePicker } from 'element-plus/es/components/date-picker/index';
export { ElDialog } from 'element-plus/es/components/dialog/index';
export { ElDrawer } from 'element-plus/es/components/drawer/index';
export { ElInput } from 'element-plus/es/components/input/index';
export { ElMessage } from 'element-plus/es/components/message/index';
export { default as zhCn } from 'element-plus/es/locale/lang/zh-cn';

// What these say of their own properties cannot be read where a missing property is told from an undefined one.
export const ElCheckbox: Component = Checkbox;
export const ElConfigProvider: Component = ConfigProvider;
export const ElInputNumber: Component = InputNumber;
export const ElOption: Component = Option;
export const ElSelect: Component = Select;
export const ElTabPane: Component = TabPane;
export const ElTabs: Component = Tabs;
