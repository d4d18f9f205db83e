/**
 * What students say in other words than articles do. Each line is a group of which any says about the same;
 * words are compared as stems. Longer phrases are understood, but not looked for: their parts stand anywhere.
 */
import { stem } from "./stem.ts";

const GROUPS = `
price, cost, fee, tuition, expensive, cheap, how much money, 价格, 学费, 费用, 多少钱, 收费, 价钱, 贵, 贵不贵, 要花
discount, cheaper, reduction, rebate, promo, coupon, voucher, 优惠, 打折, 折扣, 便宜, 减免
refund, reimburse, money back, get back my money, return my money, 退款, 退钱, 退费
cancel, withdraw, quit, drop out, unsubscribe, 退课, 退出, 不想学, 不学
instalment, installment, in parts, pay monthly, monthly payment, pay in rates, 分期, 分次, 按月
invoice, receipt, bill, fapiao, 发票, 收据, 报销
pay, payment, paying, checkout, 付款, 支付, 缴费, 交钱, 付钱
decline, refuse, 拒付, 付不了
charged, debited, deducted, 扣款, 扣钱, 扣费
twice, two times, double, duplicate, 两次, 重复, 两遍
wechat, 微信
alipay, 支付宝
login, log in, log into, sign in, logged in, access, 登录, 登陆, 登不上, 登不了, 进不去
password, passcode, pwd, 密码
forgot, forget, forgotten, lost, 忘记, 忘了
account, profile, 账号, 账户, 帐号, 帐户
hacked, stolen, somebody else is using, 被盗, 盗号
delete, remove, erase, get rid of, 删除, 注销, 删掉
email, mail, mailbox, 邮箱, 邮件
change, switch, update, modify, 更换, 修改, 换成, 换个
enrol, enroll, register, sign up, join, enrolment, enrollment, registration, 报名, 注册, 加入, 参加
start, begin, kickoff, 开课, 开班, 开始
late joining, join late, after the start, 插班, 中途
beginner, experience, prior knowledge, newbie, 基础, 零基础
age, old, young, minor, years old, 年龄, 未成年, 岁
deadline, due, due date, cutoff, ddl, hand in by, 截止, 期限, 什么时候交, 几号交
late, overdue, after the deadline, too late, missed the deadline, 迟交, 晚交, 逾期, 过期, 超时, 补交
penalty, deduction, points off, punish, punishment, lose points, 扣分, 处罚, 惩罚
submit, hand in, turn in, upload, submission, 提交, 上传, 上交
assignment, homework, exercise, task, coursework, 作业, 练习
extension, more time, extra time, extend, postpone, 延期, 延长, 宽限, 缓交
sick, ill, illness, disease, fever, hospital, flu, 生病, 病了, 发烧, 住院, 感冒
exam, test, midterm, final exam, 考试
note, proof, evidence, document, 证明, 病假条
death, died, dead, bereavement, funeral, passed away, 离世, 去世
certificate, diploma, certification, 证书, 结业证, 毕业证
requirement, condition, criterion, need to get, 条件, 要求
recognised, accredited, official, 承认, 认可
verify, check, validate, prove, 验证, 核实, 查询
employer, boss, company, 公司, 老板
spelled, misspelled, typo, spelling, 写错, 打错
human, person, agent, somebody, tutor, teacher, staff, real person, 人工, 老师, 客服, 真人
contact, reach, talk to, get in touch, 联系, 找到
hours, opening hours, office hours, available, on duty, 时间, 几点
weekend, saturday, sunday, 周末, 周六, 周日
reply, answer, response, respond, 回复, 答复
phone, telephone, call, hotline, 电话
tablet, ipad, 平板
laptop, computer, notebook, pc, 电脑, 笔记本
mobile, smartphone, phone, iphone, android, small screen, 手机, 移动端
internet, connection, bandwidth, network, wifi, 网络, 网速, 带宽
video, recording, clip, 视频, 录像
buffering, stutter, lag, laggy, freeze, choppy, 卡顿, 一直卡
download, save offline, offline, 下载, 缓存
subtitle, caption, 字幕
cheat, plagiarism, plagiarise, copying, plagiarize, 抄袭, 作弊
chatgpt, gpt, ai, copilot, claude, chatbot, 人工智能
stackoverflow, stack overflow, from the internet, 网上
together, with a friend, with friends, collaborate, 一起, 合作
behind, catch up, fell behind, falling behind, 落后, 落下, 跟不上
schedule, plan, planning, timetable, organise, 计划, 安排
group, team, teammate, partner, 小组, 组员, 队友
mandatory, compulsory, obligatory, required, have to, 必须, 强制
stuck, frustrated, nothing works, 卡住, 崩溃
centre, centring, middle, 居中
div, box, element, container, 盒子, 元素, 容器
vertical, vertically, 垂直
column, columns, 列, 栏
style, stylesheet, css, 样式
picture, image, photo, img, jpg, png, 图片, 照片, 图像
show, display, visible, appear, 显示, 出来
blank, white, empty, 空白, 白屏, 全白, 白的
error, bug, exception, fault, 报错, 错误, 出错
rejected, denied, refused, non-fast-forward, 拒绝, 推不上
conflict, 冲突
merge, 合并
branch, 分支
commit, 提交
undo, revert, roll back, take back, 撤销, 撤回, 回退, 回滚, 还原
push, upload to github, put on github, 推送, 推到, 传到
repository, repo, 仓库
terminal, command line, shell, console window, cmd, 终端, 命令行
permission, eacces, access denied, 权限
port, 端口
kill, end, terminate, 结束, 杀掉
occupied, in use, taken, 占用, 被占
loop, iterate, go through, for loop, 循环, 遍历
array, list, 数组, 列表
object, 对象
function, method, 函数, 方法
variable, 变量
undefined, not defined, 未定义
string, text, 字符串, 文字
number, integer, 数字
convert, turn into, parse, cast, 转换, 转成
condition, if statement, if else, 条件
event, click, 事件, 点击
button, 按钮
form, 表单
link, hyperlink, 链接
table, 表格
deploy, deployment, publish, go live, put online, on the internet, hosting, 部署, 上线, 发布
key, secret, token, 密钥
database, db, 数据库
final project, capstone, graduation project, 毕业, 结业
difference, vs, versus, compare, 区别, 不同, 差别
ask, question, post, 提问
review, feedback, 评审, 批改
stretch, grow, fill, 伸展
cross origin, cors, 跨域
`;

/** The others of the group as terms that are looked for, by phrase: its stems with spaces, or Chinese. */
const table = new Map<string, readonly string[]>();
for (const line of GROUPS.trim().split("\n")) {
  const group = line.split(", ");
  const sought = group.filter(isSought).map(termOf);
  for (const phrase of group) {
    const key = keyOf(phrase);
    table.set(key, [...new Set([...(table.get(key) ?? []), ...sought.filter((term) => term !== key)])]);
  }
}

/** Words of the longest phrase. */
export const LONGEST_PHRASE = 4;

/** What else may be looked for instead of a phrase, given as stems with spaces between, or as Chinese. */
export function alternatives(phrase: string): readonly string[] | undefined {
  return table.get(phrase);
}

function isSought(phrase: string): boolean {
  return /^[a-z]+$/.test(phrase) || /^[\u3400-\u9fff]{2}$/.test(phrase);
}

function termOf(phrase: string): string {
  return /^[a-z]/.test(phrase) ? stem(phrase) : phrase;
}

function keyOf(phrase: string): string {
  return phrase.split(/[ -]/).map(termOf).join(" ");
}
